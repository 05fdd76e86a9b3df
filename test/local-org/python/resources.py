"""Every kind of resource by the vendor's SDK: create, read, list by pages, change, delete, refusals."""

from datetime import datetime

import PureCloudPlatformClientV2 as sdk
from organisation import Case, connect, inbound

SCHEMA = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "required": ["key"],
    "properties": {
        "key": {"$id": "/properties/key", "type": "string", "title": "Day", "displayOrder": 0},
        "open": {"$id": "/properties/open", "type": "boolean", "default": True, "displayOrder": 1},
    },
}


class Resources(Case):
    def walk(self, one, many, bodies, missing, make=None, change=None, update="put", remove=True, within=(), key="id"):
        """The life of two things of a kind. `one` and `many` end the names of the SDK's methods."""
        api = self.api
        create = make or getattr(api, f"post_{many}")
        read, listing = getattr(api, f"get_{one}"), getattr(api, f"get_{many}")
        made = [create(*within, body) for body in bodies]
        ids = [getattr(thing, key) for thing in made]
        for thing in made:
            self.assertEqual(read(*within, getattr(thing, key)).to_dict(), thing.to_dict())
        self.refused(404, missing, read, *within, "none")
        listed = self.pages(lambda **paging: listing(*within, **paging))
        self.assertTrue(set(ids) <= {getattr(thing, key) for thing in listed})
        self.refused(400, "invalid.value", listing, *within, page_size=0)
        if change is not None:
            replace = getattr(api, f"{update}_{one}")
            changed = replace(*within, ids[0], change)
            self.assertEqual(read(*within, ids[0]).to_dict(), changed.to_dict())
            self.refused(404, missing, replace, *within, "none", change)
        if remove:
            delete = getattr(api, f"delete_{one}")
            for id in ids:
                self.assertIsNone(delete(*within, id))
                self.refused(404, missing, read, *within, id)
            self.refused(404, missing, delete, *within, ids[0])
        return made

    def test_queues(self):
        self.api = self.routing
        queue = sdk.CreateQueueRequest()
        queue.name, queue.description = "Walked", "first"
        made, _ = self.walk(
            "routing_queue",
            "routing_queues",
            [queue, {"name": "Walked too"}],
            "resource.not.found",
            change={"name": "Walked on", "acwSettings": {"wrapupPrompt": "OPTIONAL"}},
        )
        self.assertEqual((made.description, made.member_count, made.division.name), ("first", 0, "Home"))
        self.refused(400, "required.field.missing", self.routing.post_routing_queues, {})
        self.refused(400, "duplicate.name", self.routing.post_routing_queues, {"name": "general enquiries"})
        self.refused(400, "invalid.value", self.routing.post_routing_queues, {"name": "X", "scoringMethod": "Random"})

    def test_queue_members_and_wrapup_codes(self):
        queue = self.routing.post_routing_queues({"name": "Staffed"})
        agent = self.users.get_users(page_size=100).entities[0]
        self.assertIsNone(self.routing.post_routing_queue_members(queue.id, [{"id": agent.id}]))
        members = self.pages(lambda **paging: self.routing.get_routing_queue_members(queue.id, **paging))
        self.assertEqual([member.id for member in members], [agent.id])
        self.assertEqual(self.routing.get_routing_queue(queue.id).member_count, 1)
        self.routing.patch_routing_queue_member(queue.id, agent.id, {"id": agent.id, "ringNumber": 2})
        self.assertEqual(self.routing.get_routing_queue_members(queue.id).entities[0].ring_number, 2)
        self.refused(400, "invalid.id", self.routing.post_routing_queue_members, queue.id, [{"id": "none"}])
        self.routing.post_routing_queue_members(queue.id, [{"id": agent.id}], delete=True)
        self.assertEqual(self.routing.get_routing_queue_members(queue.id).entities, [])
        code = self.routing.get_routing_wrapupcodes(name="Done").entities[0]
        self.routing.post_routing_queue_wrapupcodes(queue.id, [{"id": code.id}])
        self.assertEqual([c.name for c in self.routing.get_routing_queue_wrapupcodes(queue.id).entities], ["Done"])
        self.routing.delete_routing_queue_wrapupcode(queue.id, code.id)
        self.assertEqual(self.routing.get_routing_queue_wrapupcodes(queue.id).entities, [])
        self.routing.delete_routing_queue(queue.id, force_delete=True)

    def test_wrapup_codes(self):
        self.api = self.routing
        bodies = [{"name": "Walked"}, {"name": "Walked too"}]
        self.walk("routing_wrapupcode", "routing_wrapupcodes", bodies, "not.found", change={"name": "Walked on"})

    def test_skills(self):
        self.api = self.routing
        self.walk("routing_skill", "routing_skills", [{"name": "Walking"}, {"name": "Running"}], "not.found")

    def test_languages(self):
        self.api = self.routing
        self.walk("routing_language", "routing_languages", [{"name": "Breton"}, {"name": "Welsh"}], "not.found")

    def test_email_domains_and_routes(self):
        self.api = self.routing
        bodies = [{"id": "walked.example.com", "subDomain": False}, {"id": "again.example.com", "subDomain": False}]
        mail = {"mailFromSettings": {"mailFromDomain": "mail.example.com"}}
        self.walk(
            "routing_email_domain", "routing_email_domains", bodies, "postino.error.not.found", change=mail, update="patch"
        )
        domain = self.routing.post_routing_email_domains({"id": "routes.example.com", "subDomain": False})
        queue = self.routing.get_routing_queues(name="General Enquiries").entities[0]
        route = lambda pattern: {"pattern": pattern, "fromName": "Sales", "queue": {"id": queue.id}}
        self.walk(
            "routing_email_domain_route",
            "routing_email_domain_routes",
            [route("sales"), route("support")],
            "postino.error.not.found",
            change=route("sold"),
            within=(domain.id,),
        )
        create = self.routing.post_routing_email_domain_routes
        self.refused(400, "postino.error.bad.address", create, domain.id, {"pattern": "no where", "fromName": "Sales"})
        simplest = create(domain.id, {"pattern": "simplest", "fromName": "Sales", "fromEmail": "sales@example.com"})
        self.assertIsNone(simplest.queue)
        self.routing.delete_routing_email_domain_route(domain.id, simplest.id)
        self.routing.delete_routing_email_domain(domain.id)
        self.assertEqual(self.routing.get_routing_email_domain_routes(domain.id).entities, [])

    def test_divisions(self):
        self.api = self.authorization
        bodies = [{"name": "Walked", "description": ""}, {"name": "Walked too", "description": "second"}]
        change = {"name": "Walked on", "description": "changed"}
        self.walk("authorization_division", "authorization_divisions", bodies, "not.found", change=change)
        self.assertTrue(self.authorization.get_authorization_divisions_home().home_division)
        division = self.authorization.post_authorization_divisions(bodies[0])
        queue = self.routing.post_routing_queues({"name": "Moving"})
        self.assertIsNone(self.authorization.post_authorization_division_object(division.id, "QUEUE", [queue.id]))
        self.assertEqual(self.routing.get_routing_queue(queue.id).division.name, "Walked")
        self.routing.delete_routing_queue(queue.id)
        self.authorization.delete_authorization_division(division.id, force=False)

    def test_ivrs_and_did_pools(self):
        self.api = self.telephony
        pool = lambda start, end: {"startPhoneNumber": start, "endPhoneNumber": end, "provider": ""}
        self.walk(
            "telephony_providers_edges_didpool",
            "telephony_providers_edges_didpools",
            [pool("+4930100", "+4930199"), pool("+4930300", "+4930399")],
            "general.resource.not.found",
            change={**pool("+4930100", "+4930189"), "comments": "smaller"},
        )
        self.api = self.architect
        made, _ = self.walk(
            "architect_ivr",
            "architect_ivrs",
            [{"name": "Walked", "dnis": ["+13175550101"]}, {"name": "Walked too"}],
            "not.found",
            change={"name": "Walked on", "dnis": ["+13175550102"], "version": 1},
        )
        self.assertEqual((made.dnis, made.version, made.state), (["+13175550101"], 1, "active"))
        outside = {"name": "Outside", "dnis": ["+13175559999"]}
        error = self.refused(400, "general.bad.request", self.architect.post_architect_ivrs, outside)
        self.assertEqual(error["message"], "Field 'didPoolId' is required and cannot be empty.")
        ivr = self.architect.post_architect_ivrs({"name": "Versioned"})
        stale = {"name": "Versioned", "version": 7}
        self.refused(409, "general.conflict", self.architect.put_architect_ivr, ivr.id, stale)
        self.architect.delete_architect_ivr(ivr.id)

    def test_schedules_and_groups(self):
        self.api = self.architect
        hours = {"start": "2026-01-05T08:00:00.000000", "end": "2026-01-05T17:00:00.000000", "rrule": "FREQ=DAILY"}
        made, _ = self.walk(
            "architect_schedule",
            "architect_schedules",
            [{"name": "Walked", **hours}, {"name": "Walked too", **hours}],
            "general.resource.not.found",
            change={"name": "Walked on", **hours},
        )
        self.assertEqual(made.start, datetime(2026, 1, 5, 8))
        schedule = self.architect.post_architect_schedules({"name": "Held", **hours})
        group = lambda name: {"name": name, "timeZone": "Europe/Berlin", "openSchedules": [{"id": schedule.id}]}
        self.walk(
            "architect_schedulegroup",
            "architect_schedulegroups",
            [group("Walked"), group("Walked too")],
            "general.resource.not.found",
            change=group("Walked on"),
        )
        held = self.architect.post_architect_schedulegroups(group("Holding"))
        self.refused(409, "general.conflict", self.architect.delete_architect_schedule, schedule.id)
        self.architect.delete_architect_schedulegroup(held.id)
        self.architect.delete_architect_schedule(schedule.id)

    def test_emergency_groups(self):
        self.api = self.architect
        bodies = [{"name": "Walked", "enabled": False}, {"name": "Walked too"}]
        change = {"name": "Walked", "enabled": True}
        self.walk(
            "architect_emergencygroup", "architect_emergencygroups", bodies, "general.resource.not.found", change=change
        )

    def test_prompts_and_resources(self):
        self.api = self.architect
        self.walk(
            "architect_prompt",
            "architect_prompts",
            [{"name": "Walked"}, {"name": "Walked_too", "description": "second"}],
            "architect.prompt.not.found",
            change={"name": "Walked", "description": "changed"},
        )
        code = "architect.prompt.validate.failed.name"
        self.refused(400, code, self.architect.post_architect_prompts, {"name": "two words"})
        prompt = self.architect.post_architect_prompts({"name": "Spoken"})
        resource = self.architect.post_architect_prompt_resources(prompt.id, {"language": "en-us", "ttsString": "Hello"})
        self.assertTrue(resource.upload_uri.startswith("http://127.0.0.1:"))
        changed = {"language": "en-us", "ttsString": "Good morning"}
        self.architect.put_architect_prompt_resource(prompt.id, "en-us", changed)
        read = self.architect.get_architect_prompt_resource(prompt.id, "en-us")
        self.assertEqual(read.tts_string, "Good morning")
        listed = self.pages(lambda **paging: self.architect.get_architect_prompt_resources(prompt.id, **paging))
        self.assertEqual([asset.language for asset in listed], ["en-us"])
        self.refused(409, "architect.prompt.has.resources", self.architect.delete_architect_prompt, prompt.id)
        self.architect.delete_architect_prompt_resource(prompt.id, "en-us")
        self.architect.delete_architect_prompt(prompt.id)

    def test_data_tables_and_rows(self):
        architect = self.architect
        table = architect.post_flows_datatables({"name": "Walked", "schema": SCHEMA})
        self.assertEqual(architect.get_flows_datatable(table.id, expand="schema").to_dict(), table.to_dict())
        self.assertIn(table.id, [t.id for t in self.pages(architect.get_flows_datatables)])
        changed = architect.put_flows_datatable(table.id, {"name": "Walked on", "schema": SCHEMA})
        self.assertEqual(changed.name, "Walked on")
        key = "New Year é"  # The SDK leaves a slash in a path as it is.
        self.assertEqual(architect.post_flows_datatable_rows(table.id, {"key": key})["key"], key)
        again = self.refused(409, "flows.datatables.not.unique", architect.post_flows_datatable_rows, table.id, {"key": key})
        self.assertEqual(again["status"], 409)
        wrong = {"key": "x", "open": "yes"}
        self.refused(400, "flows.datatables.schema.exception", architect.post_flows_datatable_rows, table.id, wrong)
        architect.put_flows_datatable_row(table.id, key, body={"key": key, "open": False})
        self.assertEqual(architect.get_flows_datatable_row(table.id, key, showbrief=False), {"key": key, "open": False})
        rows = self.pages(lambda **paging: architect.get_flows_datatable_rows(table.id, **paging))
        self.assertEqual(rows, [{"key": key}])
        architect.delete_flows_datatable_row(table.id, key)
        self.refused(404, "flows.datatables.row.not.found", architect.get_flows_datatable_row, table.id, key)
        architect.delete_flows_datatable(table.id)
        self.refused(404, "flows.datatables.table.not.found", architect.get_flows_datatable, table.id)

    def test_milestones_and_outcomes(self):
        self.api = architect = self.architect
        bodies = [{"name": "Walked"}, {"name": "Walked too", "description": "second"}]
        make = lambda body: architect.post_flows_milestones(body=body)
        made = self.walk("flows_milestone", "flows_milestones", bodies, "not.found", make=make, remove=False)
        architect.put_flows_milestone(made[0].id, body={"name": "Walked on"})
        self.assertEqual(architect.get_flows_milestone(made[0].id).name, "Walked on")
        architect.delete_flows_milestone(made[0].id)
        self.refused(404, "not.found", architect.get_flows_milestone, made[0].id)
        make = lambda body: architect.post_flows_outcomes(body=body)
        made = self.walk("flows_outcome", "flows_outcomes", bodies, "not.found", make=make, remove=False)
        architect.put_flows_outcome(made[0].id, body={"name": "Walked on"})
        self.assertEqual(architect.get_flows_outcome(made[0].id).name, "Walked on")

    def test_integrations_and_data_actions(self):
        self.api = api = self.integrations
        integration = api.get_integrations().entities[0]
        self.assertEqual(api.get_integration(integration.id).name, "CRM")
        body = lambda name: {
            "name": name,
            "category": "CRM",
            "integrationId": integration.id,
            "config": {"request": {"requestUrlTemplate": "/x", "requestType": "GET"}, "response": {}},
            "contract": {"input": {"inputSchema": {"type": "object"}}, "output": {"successSchema": {"type": "object"}}},
        }
        made = [api.post_integrations_actions(body(name)) for name in ("Find", "Find again")]
        read = api.get_integrations_action(made[0].id, expand="contract", include_config=True)
        self.assertEqual((read.name, read.version, read.config.request.request_type), ("Find", 1, "GET"))
        listed = self.pages(api.get_integrations_actions, category="CRM")
        self.assertTrue({"Verify PIN", "Find", "Find again"} <= {action.name for action in listed})
        changed = api.patch_integrations_action(made[0].id, {"name": "Found", "version": 1})
        self.assertEqual((changed.name, changed.version), ("Found", 2))
        for action in made:
            api.delete_integrations_action(action.id)
            self.refused(404, "not.found", api.get_integrations_action, action.id)

    def test_users_groups_scripts_recipients(self):
        user = self.pages(self.users.get_users)[0]
        self.assertEqual(self.users.get_user(user.id).name, user.name)
        group = self.pages(self.groups.get_groups)[0]
        self.assertEqual(self.groups.get_group(group.id).name, "Team")
        script = self.pages(self.scripts.get_scripts)[0]
        self.assertEqual(self.scripts.get_script(script.id).name, "Greeting")
        recipient = self.pages(self.routing.get_routing_message_recipients)[0]
        flow = self.published(inbound("Messages"))
        self.routing.put_routing_message_recipient(recipient.id, {"name": "Front desk", "flow": {"id": flow.id}})
        self.assertEqual(self.routing.get_routing_message_recipient(recipient.id).flow.id, flow.id)
        self.routing.put_routing_message_recipient(recipient.id, {"name": "Front desk"})
        for read in (self.users.get_user, self.groups.get_group, self.scripts.get_script):
            self.refused(404, "not.found", read, "none")

    def test_who_and_where_one_is(self):
        organisation = sdk.OrganizationApi(self.client).get_organizations_me()
        self.assertEqual((organisation.name, organisation.default_country_code), ("Python", "US"))
        self.assertGreaterEqual(self.authorization.get_authorization_products().total, 1)
        self.assertEqual(sdk.TokensApi(self.client).get_tokens_me().organization.id, organisation.id)
        agent = connect("agent", "agent")
        self.assertEqual(sdk.UsersApi(agent).get_users_me().name, "Robin Meyer")

    def test_what_a_client_may_not(self):
        reader = sdk.RoutingApi(connect("reader", "reader"))
        self.assertGreaterEqual(reader.get_routing_queues().total, 1)
        error = self.refused(403, "missing.permissions", reader.post_routing_queues, {"name": "Forbidden"})
        self.assertIn("routing:queue:add", error["message"])
        stranger = sdk.api_client.ApiClient()
        stranger.gateway_configuration = self.client.gateway_configuration
        self.refused(401, "authentication.required", sdk.RoutingApi(stranger).get_routing_queues)
        stranger.access_token = "none"
        self.refused(401, "bad.credentials", sdk.RoutingApi(stranger).get_routing_queues)
        with self.assertRaises(sdk.rest.ApiException) as raised:
            connect("local", "wrong")
        self.assertEqual(raised.exception.status, 400)
