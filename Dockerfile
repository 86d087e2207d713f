# One image for the web processes and the worker. `compose.yaml` shows how they go together.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/app/site:/app \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    MEDIA_ROOT=/data/media \
    PRIVATE_FILES=/data/private \
    DATABASE_URL=sqlite:////data/maillage.sqlite3

WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt -c constraints.txt

COPY . .
# No secret is needed to gather files; the real settings come from the environment at run time.
RUN python scripts/messages.py compile \
    && SECRET_KEY=only-while-the-image-is-built ALLOWED_HOSTS=localhost BASE_URL=http://localhost \
       EMAIL_URL=dummymail:// LOCAL_TRIAL=true python manage.py collectstatic --noinput \
    && useradd --system --create-home --uid 10001 maillage \
    && install --directory --owner=maillage /data /data/media \
    && install --directory --owner=maillage --mode=0700 /data/private

USER maillage
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--threads=4", "--worker-tmp-dir=/dev/shm"]
