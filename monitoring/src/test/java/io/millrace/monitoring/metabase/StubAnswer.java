// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** What the stub answers. */
record StubAnswer(int status, String body) {
    static StubAnswer ok(JsonNode body) {
        return new StubAnswer(200, body.toString());
    }

    /** Metabase's way to say what is wrong with a field; what was sent is in it too, and must not be shown. */
    static void require(boolean isSo, String field, String error) {
        if (!isSo) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.putObject("specific-errors").putArray(field).add(error + ", received: what was sent");
            body.putObject("errors").put(field, error);
            throw new Refused(new StubAnswer(400, body.toString()));
        }
    }

    /** Metabase's maps are closed: a field that it does not know is an error. */
    static void requireOnly(JsonNode body, String... fields) {
        Set<String> known = Set.of(fields);
        body.fieldNames().forEachRemaining(each -> require(known.contains(each), each, "disallowed key"));
    }

    static Refused notFound() {
        return new Refused(new StubAnswer(404, "Not found."));
    }

    /** An answer that ends the handling of a request. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient StubAnswer answer;

        Refused(StubAnswer answer) {
            super(answer.body());
            this.answer = answer;
        }

        StubAnswer answer() {
            return answer;
        }
    }
}
