// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryHttp.Reply;
import io.millrace.converters.internal.registry.RegistryHttp.Request;
import io.millrace.converters.internal.registry.RegistryJson.Answer;
import io.millrace.records.Errors;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Confluent Schema Registry REST API, version 1, as Confluent, Apicurio ({@code /apis/ccompat/v7}) and
 * Karapace serve it. Keeps nothing: the caller remembers what it was told. Thread-safe.
 *
 * <p>Which answers are the record's fault and which are an outage: only a registry that has looked at the schema and
 * refused it (409, 422) or does not know it (404 with a registry error code) speaks about the record. Whatever else it
 * says, a wrong password, a read-only registry or an error page among it, is no reason to lose one.
 */
public final class RegistryClient implements Registry {
    private static final int MAX_REASON_CHARS = 1000;

    private final RegistryHttp http;

    public RegistryClient(RegistryHttp http) {
        this.http = http;
    }

    @Override
    public int register(String subject, String schema, String where) {
        Request request = new Request(
                "POST",
                "/subjects/" + segment(subject) + "/versions?normalize=false",
                RegistryJson.schemaRequest(schema),
                "register the schema of subject " + subject,
                where);
        return id(request, "Make the change compatible, or relax the compatibility of the subject.");
    }

    @Override
    public int lookUp(String subject, String schema, String where) {
        Request request = new Request(
                "POST",
                "/subjects/" + segment(subject) + "?normalize=false",
                RegistryJson.schemaRequest(schema),
                "find the schema of subject " + subject,
                where);
        return id(request, "Register the schema, or set '" + SchemaChoice.AUTO_REGISTER_SCHEMAS + "' to true.");
    }

    private int id(Request request, String remedy) {
        Reply reply = http.exchange(request);
        Answer answer = accepted(request, reply, remedy);
        if (answer.id() < 0) {
            throw notARegistry(request, reply);
        }
        return answer.id();
    }

    @Override
    public String schema(int id, String where) {
        Request request = new Request("GET", "/schemas/ids/" + id, null, "fetch schema " + id, where);
        Reply reply = http.exchange(request);
        Answer answer = accepted(request, reply, "Check that the registry is the one that the producer uses.");
        if (answer.schema() == null) {
            throw notARegistry(request, reply);
        }
        requireReadable(request, answer);
        return answer.schema();
    }

    private static void requireReadable(Request request, Answer answer) {
        if (answer.schemaType() != null && !answer.schemaType().equals("AVRO")) {
            throw refused(request, "schema type " + answer.schemaType() + " (expected AVRO)", "Use its converter.");
        }
        if (!answer.references().isEmpty()) {
            throw refused(
                    request,
                    "references to the subjects " + answer.references() + " (expected none)",
                    "Register the schema with the parts it refers to inside.");
        }
        if (!answer.activeRules().isEmpty()) {
            throw refused(
                    request,
                    "the data contract rules " + answer.activeRules() + ", which only Confluent's serializers run",
                    "Disable them, or read the topic with Confluent's converter.");
        }
    }

    private Answer accepted(Request request, Reply reply, String remedy) {
        Answer answer = RegistryJson.parse(reply.body());
        if (reply.status() == 200 && answer != null) {
            return answer;
        }
        if (answer != null && isAboutTheSchema(reply.status(), answer.errorCode())) {
            throw refused(request, "the registry answered " + reply.status() + reason(answer), remedy);
        }
        throw unusable(request, reply, answer);
    }

    private static boolean isAboutTheSchema(int status, int errorCode) {
        return switch (status) {
            case 404 -> errorCode > 40400;
            case 409 -> errorCode > 0;
            case 422 -> errorCode > 0; // but for read-only, which RegistryHttp waits out
            default -> false;
        };
    }

    private static DataException refused(Request request, String found, String remedy) {
        return new DataException(Errors.sentence(request.action(), found, request.where(), remedy));
    }

    private RegistryOutageError unusable(Request request, Reply reply, @Nullable Answer answer) {
        String remedy = switch (reply.status()) {
            case 401 -> http.credentialsRemedy();
            case 403 -> "Give the user access to the subject";
            default -> Failures.NOT_A_REGISTRY;
        };
        String found = reply.url() + " answered " + reply.status() + reason(answer);
        return new RegistryOutageError(
                Errors.sentence(request.action(), found, request.where(), remedy + RegistryHttp.RESUMES), null);
    }

    private RegistryOutageError notARegistry(Request request, Reply reply) {
        return unusable(request, reply, null);
    }

    /** The server's reason, in one line of bounded length. */
    private static String reason(@Nullable Answer answer) {
        if (answer == null) {
            return ", not in a registry's JSON";
        }
        if (answer.message() == null) {
            return "";
        }
        String line = answer.message().strip().replaceAll("\\s+", " ");
        String bounded = line.length() <= MAX_REASON_CHARS ? line : line.substring(0, MAX_REASON_CHARS) + "…";
        return " (" + bounded + ")";
    }

    private static String segment(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
