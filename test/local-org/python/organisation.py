"""The vendor's SDK, pointed at the organisation that the test serves (PORT), and what the cases share."""

import json
import os
import unittest
import urllib.request

import PureCloudPlatformClientV2 as sdk
from PureCloudPlatformClientV2.rest import ApiException

PORT = int(os.environ["PORT"])


def connect(client="local", secret="local"):
    """An ApiClient with a token, by client credentials."""
    api_client = sdk.api_client.ApiClient()
    api_client.set_gateway("127.0.0.1", "http", PORT, None, None)
    return api_client.get_client_credentials_token(client, secret)


class Case(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.client = connect()
        for attribute, api in {
            "architect": sdk.ArchitectApi,
            "routing": sdk.RoutingApi,
            "authorization": sdk.AuthorizationApi,
            "objects": sdk.ObjectsApi,
            "telephony": sdk.TelephonyProvidersEdgeApi,
            "integrations": sdk.IntegrationsApi,
            "users": sdk.UsersApi,
            "groups": sdk.GroupsApi,
            "scripts": sdk.ScriptsApi,
        }.items():
            setattr(cls, attribute, api(cls.client))

    def refused(self, status, code, call, *args, **kwargs):
        """The call is refused so; returns the error body."""
        with self.assertRaises(ApiException) as raised:
            call(*args, **kwargs)
        body = json.loads(raised.exception.body)
        self.assertEqual((raised.exception.status, body["status"], body["code"]), (status, status, code), body["message"])
        self.assertEqual(raised.exception.headers["ININ-Correlation-Id"], body["contextId"])
        return body

    def pages(self, listing, size=1, **filters):
        """All entities of a listing, page by page until one is empty, as scripts go through them."""
        found, number = [], 1
        while True:
            page = listing(page_size=size, page_number=number, **filters)
            self.assertEqual((page.page_number, page.page_size), (number, size))
            counted = hasattr(page, "page_count")  # The SDK has some listings without totals.
            if counted:
                self.assertEqual(page.page_count, -(-page.total // size))
            if not page.entities:
                self.assertEqual(len(found), page.total if counted else len(found))
                return found
            found.extend(page.entities)
            number += 1

    def publish(self, text, client=None, **body):
        """Publishes as scripts do: a job, the upload by urllib, one look at the job. Returns the state of the job."""
        architect = sdk.ArchitectApi(client) if client else self.architect
        job = architect.post_flows_jobs(body=body) if body else architect.post_flows_jobs()
        request = urllib.request.Request(
            job.presigned_url, data=text.encode("utf-8"), headers=job.headers, method="PUT"
        )
        with urllib.request.urlopen(request) as answer:
            self.assertEqual(answer.status, 200)
        return architect.get_flows_job(job.id, expand=["messages"])

    def published(self, text):
        """Publishes what must be accepted. Returns the flow."""
        state = self.publish(text)
        self.assertEqual(state.status, "Success", [message.text for message in state.messages or []])
        return self.architect.get_flow(state.flow.id)

    def export(self, flow_id):
        """The YAML of the flow's latest version, by an export job."""
        job = self.architect.post_flows_export_jobs({"flows": [{"flow": {"id": flow_id}}]})
        state = self.architect.get_flows_export_job(job.id, expand=["messages"])
        self.assertEqual((state.status, state.command), ("Success", "Export"))
        with urllib.request.urlopen(state.download_url) as answer:
            return answer.read().decode("utf-8")


def inbound(name, actions=(), description="a flow"):
    """An inbound call flow of one task."""
    lines = [f"          - {action}" for action in [*actions, "disconnect: {name: Bye}"]]
    return "\n".join(
        [
            "inboundCall:",
            f"  name: {name}",
            f"  description: {description}",
            "  defaultLanguage: en-us",
            '  startUpRef: "/inboundCall/tasks/task[start]"',
            "  tasks:",
            "    - task:",
            "        name: Start",
            "        refId: start",
            "        actions:",
            *lines,
            "",
        ]
    )


def module(name):
    """A common module that inbound call flows may call."""
    return f"""commonModule:
  name: {name}
  settingsCommonModule:
    compatibleFlowTypes: [{{flowType: inboundcall}}]
  startUpTaskActions:
    - playAudio: {{name: Say, audio: {{tts: Welcome.}}}}
    - endTask: {{name: End}}
"""
