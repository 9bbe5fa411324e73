"""What is sent to a server's doors."""

from __future__ import annotations

JSON = {"Content-Type": "application/json"}
QUESTION = b'{"data": ["When was the victory parade held?", 1]}'
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# Doors of Gradio's that stay shut.
SHUT = (
    "/gradio_api/upload",
    "/gradio_api/upload_progress",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file/etc/passwd",
    "/gradio_api/file=http://169.254.169.254/",
    "/gradio_api/proxy=http://169.254.169.254/",
    "/gradio_api/custom_component/x/client/component/style.css",
    "/gradio_api/stream/x/1/1/playlist.m3u8",
    "/gradio_api/run-history/connect",
    "/gradio_api/deep_link?session_hash=x",
    "/gradio_api/process_recording",
    "/gradio_api/vibe-edit",
    "/gradio_api/dev/reload",
    "/gradio_api/queue/status",
    "/gradio_api/heartbeat/x",
    "/gradio_api/startup-events",
    "/gradio_api/token",
    "/gradio_api/openapi.json",
    "/file=/etc/passwd",
    "/proxy=http://169.254.169.254/",
    "/upload",
    "/login",
    "/logout",
    "/monitoring",
    "/monitoring/summary",
    "/manifest.json",
    "/robots.txt",
    "/pwa_icon",
    "/svelte/x.js",
    "/docs",
    "/openapi.json",
)
