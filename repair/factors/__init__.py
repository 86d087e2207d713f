"""The sets of factors that come with the plugin, one module a set: figures of others, their source named."""
