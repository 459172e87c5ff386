"""Students without a browser: what the bar does, over HTTP."""

import json
import threading
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


class Client(threading.Thread):
    """Joins, follows, and answers a question of choice with the option of its number."""

    def __init__(self, server, code, number):
        super().__init__(daemon=True)
        self.host, self.code, self.number = urlsplit(server).netloc, code, number
        self.seen, self.question, self.answered, self.over = None, None, set(), False
        self.key = self.ask("POST", "join", {"nickname": f"student {number}"})[1]["key"]

    def ask(self, method, path, body=None, key=None):
        connection = HTTPConnection(self.host, timeout=15)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key or ''}"}
        text = json.dumps(body) if body is not None else None
        connection.request(method, f"/class/{self.code}/{path}", text, headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        return answer.status, json.loads(said or "{}")

    def run(self):
        version = ""
        while not self.over:
            try:
                status, said = self.ask("GET", f"state?have={version}", None, self.key)
            except (OSError, HTTPException):  # the server is being restarted
                time.sleep(0.3)
                continue
            self.over = status == 404
            if status == 200:
                version, self.question = said["version"], said["question"]
                self.seen = (said["page"], said["link"])
                self.answer()

    def answer(self):
        asked = self.question
        fresh = asked and asked["state"] == "open" and asked["number"] not in self.answered
        if fresh and asked["kind"] == "choice":
            body = {"number": asked["number"], "value": self.number % len(asked["options"])}
            assert self.ask("POST", "answer", body, self.key)[0] == 200
            self.answered.add(asked["number"])
