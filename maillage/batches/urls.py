"""The admin's addresses of imports, below `/admin/imports/`."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("", views.BatchListView.as_view(), name="batches_list"),
    path("new/", views.NewBatchView.as_view(), name="batches_new"),
    path("<int:pk>/", views.BatchView.as_view(), name="batches_batch"),
    re_path(
        r"^(?P<pk>[0-9]+)/(?P<step>write|stop|undo)/$", views.BatchStepView.as_view(), name="batches_step"
    ),
]
