"""A WSGI application, called as a server such as gunicorn does."""

import time


def application(environ, start_response):
    if environ["QUERY_STRING"] == "late":
        time.sleep(60)
    headers = [("Content-Type", "text/plain"), ("Content-Length", "5")]
    start_response("200 OK", headers)
    return [b"hello"]


def start_response(status, headers):
    print("first the status:", status)
    #> first the status: 200 OK


if __name__ == "__main__":
    body = application({"QUERY_STRING": ""}, start_response)
    print("then the body:", b"".join(body))
    #> then the body: b'hello'
