// The widget asks for Django's jQuery by this name. Wagtail's own is lent to it.
window.django = window.django || {};
window.django.jQuery = window.django.jQuery || window.jQuery;
