"""An ASGI application, called as a server such as uvicorn does."""

import asyncio

TEXT = [(b"content-type", b"text/plain"), (b"content-length", b"5")]


async def application(scope, receive, send):
    if scope["query_string"] == b"late":
        await asyncio.sleep(60)
    start = {"type": "http.response.start", "status": 200}
    await send(start | {"headers": TEXT})
    await send({"type": "http.response.body", "body": b"hello"})


async def receive():
    return {"type": "http.request", "body": b""}


async def send(message):
    print(message["type"], message.get("body", message.get("status")))
    #> http.response.start 200
    #> http.response.body b'hello'


if __name__ == "__main__":
    asyncio.run(application({"query_string": b""}, receive, send))
