"""The calls that people's scripts make of flows."""

import time
import urllib.error
import urllib.request

import PureCloudPlatformClientV2 as sdk
from organisation import Case, connect, inbound, module

CALL = "callCommonModule: {name: Call, commonModule: {%s: {ver_latestPublished: {inputs: {}, outputs: {}}}}}"
TO_QUEUE = "transferToAcd: {name: Over, targetQueue: {lit: {name: General Enquiries}}}"


class Scripts(Case):
    def test_publish_by_job_and_upload(self):
        first = self.published(inbound("Published", description="one"))
        self.assertEqual((first.type, first.published_version.id, first.active), ("INBOUNDCALL", "1.0", True))
        second = self.published(inbound("published", description="two"))
        self.assertEqual((second.id, second.published_version.id), (first.id, "2.0"))
        versions = self.pages(lambda **paging: self.architect.get_flow_versions(first.id, **paging))
        self.assertEqual([version.id for version in versions], ["2.0", "1.0"])
        self.assertEqual(versions[0].created_by_client.id, "local")

    def test_publish_tells_what_is_wrong(self):
        state = self.publish(inbound("Broken", ["transferToAcd: {name: T, targetQueue: {lit: {name: Nowhere}}}"]))
        self.assertEqual(state.status, "Failure")
        errors = [message.text for message in state.messages if message.type == "Error"]
        self.assertEqual(len(errors), 1)
        self.assertTrue(errors[0].startswith("no matches ('targetQueue' i '/inboundCall/tasks/task[start]"), errors)
        self.assertEqual(self.architect.get_flows(name="Broken").total, 0)

    def test_upload_needs_the_headers_of_the_job(self):
        job = self.architect.post_flows_jobs()
        request = urllib.request.Request(job.presigned_url, data=b"inboundCall: {name: X}", method="PUT")
        with self.assertRaises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(request)
        self.assertEqual(raised.exception.code, 403)
        raised.exception.close()

    def test_find_a_flow_by_name(self):
        flow = self.published(inbound("Findable"))
        self.published(inbound("Findable too"))
        found = self.architect.get_flows(name="findable", type=["inboundcall"])
        self.assertEqual([f.id for f in found.entities], [flow.id])
        self.assertEqual(self.architect.get_flows(name="Findable", type=["bot", "workflow"]).entities, [])
        self.assertEqual(self.architect.get_flows(name="Findabl").entities, [])

    def test_list_flows_by_prefix(self):
        names = [f"PRE-{n}" for n in range(5)]
        for name in names:
            self.published(inbound(name))
        found = self.pages(self.architect.get_flows, size=2, name="pre-*", sort_by="name", sort_order="desc")
        self.assertEqual([flow.name for flow in found], names[::-1])
        ids = [flow.id for flow in found]
        self.assertEqual(sorted(f.id for f in self.architect.get_flows(id=ids).entities), sorted(ids))

    def test_verify_a_reference(self):
        shared = self.published(module("Shared"))
        flow = self.published(inbound("Caller", [CALL % "Shared", TO_QUEUE]))
        consumed = self.architect.get_architect_dependencytracking_consumedresources
        used = consumed(flow.id, flow.published_version.id, "INBOUNDCALLFLOW")
        self.assertEqual({(d.type, d.name) for d in used.entities}, {("COMMONMODULEFLOW", "Shared"), ("QUEUE", "General Enquiries")})
        modules = consumed(flow.id, "1.0", "INBOUNDCALLFLOW", resource_type=["COMMONMODULEFLOW"])
        self.assertEqual([(d.id, d.version, d.updated) for d in modules.entities], [(shared.id, "1.0", False)])
        consuming = self.architect.get_architect_dependencytracking_consumingresources
        callers = consuming(shared.id, "COMMONMODULEFLOW", flow_filter="published")
        self.assertEqual([(d.id, d.version) for d in callers.entities], [(flow.id, "1.0")])
        self.published(module("Shared"))
        modules = consumed(flow.id, "1.0", "INBOUNDCALLFLOW", resource_type=["COMMONMODULEFLOW"])
        self.assertEqual([(d.version, d.updated) for d in modules.entities], [("1.0", True)])
        self.refused(409, "architect.dependency.object.in.use", self.architect.delete_flow, shared.id)
        code = "architect.dependency.object.version.not.specified"
        self.refused(400, code, consumed, flow.id, "LATEST", "INBOUNDCALLFLOW")
        named = self.architect.get_architect_dependencytracking("Shared", object_type=["COMMONMODULEFLOW"])
        self.assertEqual([d.id for d in named.entities], [shared.id])
        self.assertEqual(self.architect.get_architect_dependencytracking_build().status, "OPERATIONAL")

    def test_publish_again_on_conflict(self):
        flow = self.published(inbound("Contested"))
        person = sdk.ArchitectApi(connect("agent", "agent"))
        self.assertEqual(person.post_flows_actions_checkout(flow.id).locked_user.name, "Robin Meyer")
        refused = 0
        for _ in range(3):
            try:
                operation = self.architect.post_flows_actions_publish(flow.id)
                break
            except sdk.rest.ApiException as error:
                self.assertEqual(error.status, 409)
                refused += 1
                self.architect.post_flows_actions_unlock(flow.id)
                self.architect.post_flows_actions_checkout(flow.id)
        self.assertEqual((refused, operation.complete, operation.action_status), (1, True, "SUCCESS"))

    def test_job_on_a_locked_flow_fails_then_succeeds(self):
        flow = self.published(inbound("Locked"))
        person = sdk.ArchitectApi(connect("agent", "agent"))
        person.post_flows_actions_checkout(flow.id)
        state = self.publish(inbound("Locked", description="changed"))
        self.assertEqual(state.status, "Failure")
        self.assertIn("lock", "\n".join(message.text for message in state.messages).lower())
        self.architect.post_flows_actions_unlock(flow.id)
        self.assertEqual(self.published(inbound("Locked", description="changed")).description, "changed")

    def test_life_of_a_flow(self):
        architect = self.architect
        flow = architect.post_flows({"name": "Lived", "type": "INBOUNDCALL"})
        self.refused(409, "architect.flow.already.exists", architect.post_flows, {"name": "lived", "type": "INBOUNDCALL"})
        self.refused(409, "architect.flow.not.locked.by.user", architect.put_flow, flow.id, {"name": "Renamed"})
        self.assertEqual(architect.post_flows_actions_checkout(flow.id).locked_client.id, "local")
        self.assertEqual(architect.put_flow(flow.id, {"name": "Renamed", "type": "INBOUNDCALL"}).name, "Renamed")
        architect.post_flows_actions_unlock(flow.id)
        published = self.published(inbound("Renamed"))
        self.assertEqual(published.id, flow.id)
        self.assertIn("inboundCall", architect.get_flow_latestconfiguration(flow.id))
        version = published.published_version.id
        self.assertIn("inboundCall", architect.get_flow_version_configuration(flow.id, version))
        self.refused(404, "architect.flow.version.missing", architect.get_flow_version, flow.id, "99.0")
        history = architect.post_flow_history(flow.id)
        self.assertGreaterEqual(architect.get_flow_history_history_id(flow.id, history.id).total, 1)
        self.assertFalse(architect.post_flows_actions_deactivate(flow.id).active)
        architect.delete_flow(flow.id)
        self.refused(410, "architect.flow.deleted", architect.get_flow, flow.id)

    def test_batch_delete(self):
        ids = [self.published(inbound(f"Batch {n}")).id for n in range(3)]
        self.architect.delete_flows(ids)
        for id in ids:
            self.refused(410, "architect.flow.deleted", self.architect.get_flow, id)

    def test_export_is_a_fixed_point(self):
        flow = self.published(inbound("Exported", [TO_QUEUE]))
        first = self.export(flow.id)
        self.published(first)
        self.assertEqual(self.export(flow.id), first)

    def test_a_flow_answers_a_number(self):
        flow = self.published(inbound("Answering"))
        ivr = self.architect.post_architect_ivrs(
            {"name": "Hotline", "dnis": ["+13175550110"], "openHoursFlow": {"id": flow.id}}
        )
        self.assertEqual(self.architect.get_architect_ivr(ivr.id).open_hours_flow.id, flow.id)
        self.refused(409, "architect.flow.cannot.delete.used.in.ivr.configs", self.architect.delete_flow, flow.id)
        self.architect.delete_architect_ivr(ivr.id)
        self.architect.delete_flow(flow.id)

    def test_limited_requests_are_repeated(self):
        self.fault({"when": {"operation": "getFlows"}, "times": 2, "do": {"rateLimit": {"retryAfter": 1}}})
        started = time.monotonic()
        self.assertIsNotNone(self.architect.get_flows().total)
        self.assertGreaterEqual(time.monotonic() - started, 2)

    def test_limited_without_retry_after_is_an_error(self):
        self.fault({"when": {"operation": "getFlows"}, "times": 1, "do": {"rateLimit": {}}})
        self.refused(429, "too.many.requests", self.architect.get_flows)
        self.assertIsNotNone(self.architect.get_flows().total)

    def test_reset_connections_are_tried_again(self):
        self.fault({"when": {"operation": "getFlows"}, "times": 3, "do": {"reset": "before"}})
        self.assertIsNotNone(self.architect.get_flows().total)

    def test_parameters_come_encoded_and_bodies_as_null(self):
        self.assertEqual(self.architect.get_flows(name="ä & b/c?*").entities, [])
        self.assertIsNone(self.architect.post_architect_dependencytracking_build())
        self.refused(400, "invalid.value", self.architect.get_flows, page_number=0)

    def fault(self, fault):
        """Puts in one fault on demand, taken out again by the end of the test."""
        self.call_local("POST", {"faults": [fault]})
        self.addCleanup(self.call_local, "DELETE")

    def call_local(self, method, body=None):
        configuration = self.client.gateway_configuration
        request = urllib.request.Request(
            f"http://{configuration.host}:{configuration.port}/_local/faults",
            data=None if body is None else sdk.api_client.json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request) as answer:
            return answer.read()
