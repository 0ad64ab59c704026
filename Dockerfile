FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin claimdesk
WORKDIR /app

COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY manage.py LICENSE ./
COPY config ./config
COPY claims ./claims
COPY verification ./verification
# The embedded mode asks for no secrets; nothing is started, and nothing of it stays in the image.
RUN CLAIMDESK_EMBEDDED=1 python manage.py collectstatic --no-input

USER claimdesk
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
