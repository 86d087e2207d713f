"""The admin's addresses of imports, below `/admin/imports/`."""

from django.urls import path, re_path

from maillage.batches.admin import BatchListView, BatchStepView, BatchView, NewBatchView

urlpatterns = [
    path("", BatchListView.as_view(), name="batches_list"),
    path("new/", NewBatchView.as_view(), name="batches_new"),
    path("<int:pk>/", BatchView.as_view(), name="batches_batch"),
    re_path(r"^(?P<pk>[0-9]+)/(?P<step>write|stop|undo)/$", BatchStepView.as_view(), name="batches_step"),
]
