// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Gets into Metabase; one that nobody has set up yet is set up on the way. */
final class SignIn {
    private static final String SITE = "Millrace";

    private final MetabaseApi api;
    private final Report report;

    SignIn(MetabaseApi api, Report report) {
        this.api = api;
        this.report = report;
    }

    void as(Login login) {
        JsonNode properties = api.get("ask whether Metabase is set up", "/api/session/properties");
        boolean isSetUp = properties.path("has-user-setup").asBoolean();
        if (login instanceof Login.ApiKey byKey) {
            if (!isSetUp) {
                throw new Problem("Cannot sign in by API key: nobody has set up this Metabase yet. Name its first"
                        + " administrator (--user) and a password (" + LoadMetabase.PASSWORD + ").");
            }
            api.authorize("x-api-key", byKey.key().value());
            api.get("sign in by API key", "/api/user/current");
        } else {
            Login.Password byPassword = (Login.Password) login;
            String session = isSetUp
                    ? session(byPassword)
                    : setUp(byPassword, properties.path("setup-token").asText());
            api.authorize("X-Metabase-Session", session);
        }
    }

    private String session(Login.Password login) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("username", login.email()).put("password", login.password().value());
        return api.post("sign in as " + login.email(), "/api/session", body)
                .path("id")
                .asText();
    }

    private String setUp(Login.Password login, String token) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("token", token);
        body.putObject("user")
                .put("email", login.email())
                .put("password", login.password().value())
                .put("site_name", SITE);
        body.putObject("prefs").put("site_name", SITE).put("allow_tracking", false);
        String session =
                api.post("set up Metabase", "/api/setup", body).path("id").asText();
        report.made("the first administrator, " + login.email());
        return session;
    }
}
