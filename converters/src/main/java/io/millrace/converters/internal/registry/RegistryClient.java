// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryHttp.Reply;
import io.millrace.converters.internal.registry.RegistryHttp.Request;
import io.millrace.converters.internal.registry.RegistryJson.Answer;
import io.millrace.converters.internal.registry.RegistryJson.Reference;
import io.millrace.records.Side;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Confluent Schema Registry REST API, version 1, as Confluent, Apicurio ({@code /apis/ccompat/v7}) and
 * Karapace serve it. Keeps nothing but whether there is a registry: the caller remembers what it was told. Thread-safe.
 *
 * <p>What a refusal means is for {@link Verdicts} to say.
 */
public final class RegistryClient implements Registry {
    private static final String CHECK_REGISTRY = "Check that the registry is the one that the producer uses.";

    private final RegistryHttp http;
    private final Verdicts verdicts;
    private volatile boolean isKnownToBeARegistry;

    public RegistryClient(RegistryHttp http) {
        this.http = http;
        verdicts = new Verdicts(http);
    }

    @Override
    public Registered register(Subjected ours, String where) {
        Request request = new Request(
                "POST",
                "/subjects/" + segment(ours.subject()) + "/versions" + query(ours.spelling()),
                RegistryJson.schemaRequest(ours.schema()),
                "register the schema of subject " + ours.subject(),
                where);
        return registered(request, "Make the change compatible, or relax the compatibility of the subject.");
    }

    @Override
    public Registered lookUp(Subjected ours, String where) {
        Request request = new Request(
                "POST",
                "/subjects/" + segment(ours.subject()) + query(ours.spelling()),
                RegistryJson.schemaRequest(ours.schema()),
                "find the schema of subject " + ours.subject(),
                where);
        return registered(request, "Register the schema, or set '" + SchemaChoice.AUTO_REGISTER_SCHEMAS + "' to true.");
    }

    private static String query(Spelling spelling) {
        return "?normalize=" + (spelling == Spelling.NORMALIZED);
    }

    private Registered registered(Request request, String remedy) {
        Reply reply = http.exchange(request);
        Registered registered = verdicts.accepted(request, reply, remedy).registered();
        if (!registered.hasId()) {
            throw verdicts.unusable(request, reply, null);
        }
        return registered;
    }

    @Override
    public RegisteredSchema schema(SchemaId id, String where) {
        return switch (id.kind()) {
            case ID -> {
                Request request = get("/schemas/ids/" + id.least(), "fetch " + id, where);
                RegisteredSchema schema = schema(request, http.exchange(request), CHECK_REGISTRY);
                yield schema.named(
                        new Registered((int) id.least(), schema.registered().guid()));
            }
            case GUID -> byGuid(id, where);
            case GLOBAL_ID, CONTENT_ID -> {
                Request request = ApicurioIds.request(id, where);
                ApicurioIds apicurio = new ApicurioIds(verdicts, reply -> isUnknownPath(reply, where));
                yield apicurio.schema(request, http.exchange(request));
            }
        };
    }

    private RegisteredSchema byGuid(SchemaId id, String where) {
        Request request = get("/schemas/guids/" + id.guid(), "fetch " + id, where);
        Reply reply = http.exchange(request);
        if (isUnknownPath(reply, where)) {
            throw Verdicts.refused(
                    request,
                    "the registry answered 404, it has no GUIDs",
                    "Use a registry that has them, as Confluent's from version 8 on, or let the producer write ids.");
        }
        RegisteredSchema schema = schema(request, reply, CHECK_REGISTRY);
        return schema.named(new Registered(schema.registered().id(), id.guid()));
    }

    @Override
    public RegisteredSchema newest(String subject, Map<String, String> metadata, String where) {
        String path = "/subjects/" + segment(subject);
        Request request = metadata.isEmpty()
                ? get(path + "/versions/latest", "fetch the newest schema of subject " + subject, where)
                : get(
                        path + "/metadata" + query(metadata),
                        "fetch the newest schema with metadata " + metadata.keySet() + " of subject " + subject,
                        where);
        Reply reply = http.exchange(request);
        if (!metadata.isEmpty() && isUnknownPath(reply, where)) {
            throw new RegistryOutageError(
                    request.action(),
                    "the registry answered 404, it keeps no metadata",
                    where,
                    "Remove '" + SchemaOptions.USE_LATEST_WITH_METADATA + "'");
        }
        RegisteredSchema schema = schema(request, reply, "Register one, or correct the subject.");
        if (!schema.registered().hasId()) {
            throw verdicts.unusable(request, reply, null);
        }
        return schema;
    }

    /** Version {@code version} of {@code subject}. Has an id. */
    public RegisteredSchema version(String subject, int version, String where) {
        Request request = get(
                "/subjects/" + segment(subject) + "/versions/" + version,
                "fetch version " + version + " of subject " + subject,
                where);
        Reply reply = http.exchange(request);
        RegisteredSchema schema = schema(request, reply, "Register it, or correct the subject or the version.");
        if (!schema.registered().hasId()) {
            throw verdicts.unusable(request, reply, null);
        }
        return schema;
    }

    private static String query(Map<String, String> metadata) {
        StringBuilder query = new StringBuilder("?deleted=false");
        metadata.forEach((key, value) ->
                query.append("&key=").append(segment(key)).append("&value=").append(segment(value)));
        return query.toString();
    }

    @Override
    public @Nullable String associatedSubject(String namespace, String topic, Side side, String where) {
        Request request = get(
                "/associations/resources/" + segment(namespace) + "/" + segment(topic)
                        + "?resourceType=topic&associationType=" + side.label(),
                "find the subject associated with topic " + topic,
                where);
        Reply reply = http.exchange(request);
        if (isUnknownPath(reply, where)) {
            return null;
        }
        List<String> subjects = reply.status() == 200 ? RegistryJson.subjects(reply.body()) : null;
        if (subjects == null) {
            return unassociated(request, reply);
        }
        if (subjects.size() > 1) {
            throw Verdicts.refused(
                    request,
                    "the subjects " + subjects + " (expected one)",
                    "Leave one association, or name the topic's Kafka cluster in"
                            + " 'subject.name.strategy.kafka.cluster.id'.");
        }
        return subjects.isEmpty() ? null : subjects.get(0);
    }

    private @Nullable String unassociated(Request request, Reply reply) {
        try {
            verdicts.accepted(request, reply, "Correct the association.");
        } catch (NotRegisteredException e) {
            return null;
        }
        throw verdicts.unusable(request, reply, null);
    }

    /**
     * Whether {@code reply} is that of a registry that does not have what newer ones have at this path. As the reply of a
     * web server that is no registry looks the same, one is asked for what every registry has.
     */
    private boolean isUnknownPath(Reply reply, String where) {
        Answer answer = RegistryJson.parse(reply.body());
        boolean isAnswer = answer != null && answer.errorCode() > 40400;
        if (isAnswer || (reply.status() != 404 && reply.status() != 400)) {
            return false;
        }
        if (!isKnownToBeARegistry) {
            Reply types = http.exchange(get("/schemas/types", "learn what the registry can do", where));
            isKnownToBeARegistry = types.status() == 200 && types.body().contains("\"AVRO\"");
        }
        return isKnownToBeARegistry;
    }

    private RegisteredSchema schema(Request request, Reply reply, String remedy) {
        Answer answer = verdicts.accepted(request, reply, remedy);
        if (answer.schema() == null) {
            throw verdicts.unusable(request, reply, null);
        }
        if (answer.schemaType() != null && !answer.schemaType().equals("AVRO")) {
            throw Verdicts.refused(
                    request, "schema type " + answer.schemaType() + " (expected AVRO)", "Use its converter.");
        }
        List<String> references = References.resolve(answer, request, each -> reference(each, request));
        return new RegisteredSchema(answer.registered(), answer.schema(), references);
    }

    private Answer reference(Reference reference, Request from) {
        Request request = get(
                "/subjects/" + segment(reference.subject()) + "/versions/" + reference.version() + "?deleted=true",
                from.action() + ", which refers to version " + reference.version() + " of subject "
                        + reference.subject(),
                from.where());
        Reply reply = http.exchange(request);
        Answer answer = verdicts.accepted(request, reply, "Register what the schema refers to.");
        if (answer.schema() == null) {
            throw verdicts.unusable(request, reply, null);
        }
        return answer;
    }

    private static Request get(String path, String action, String where) {
        return new Request("GET", path, null, action, where);
    }

    private static String segment(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
