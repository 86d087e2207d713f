"""What an editor asks in a page: one definition draws the form, checks it, and makes its JSON Schema.

`blocks` is what the editor fills in, `definition` the same as plain values, `fields` the form fields,
`conditions` who is asked what, `places` how many may choose what.
"""
