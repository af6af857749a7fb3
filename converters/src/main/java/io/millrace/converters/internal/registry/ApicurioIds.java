// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryHttp.Reply;
import io.millrace.converters.internal.registry.RegistryHttp.Request;
import io.millrace.converters.internal.registry.RegistryJson.Answer;
import java.util.List;
import java.util.function.Predicate;

/**
 * Schemas by the ids of Apicurio's own serializers, which its Confluent API does not know: fetched from its core API
 * (version 2, which its registries 2 and 3 both serve), beside the other one on the same server.
 */
final class ApicurioIds {
    /** From {@code /apis/ccompat/v7}. */
    private static final String CORE_API = "/../../registry/v2";

    private final Verdicts verdicts;
    private final Predicate<Reply> isOtherRegistry;

    /**
     * What to make of replies.
     *
     * @param isOtherRegistry whether a reply is that of a registry without this API
     */
    ApicurioIds(Verdicts verdicts, Predicate<Reply> isOtherRegistry) {
        this.verdicts = verdicts;
        this.isOtherRegistry = isOtherRegistry;
    }

    /** What to ask for the schema of {@code id}, with the parts it refers to inside. */
    static Request request(SchemaId id, String where) {
        String path = id.kind() == SchemaId.Kind.GLOBAL_ID ? "/ids/globalIds/" : "/ids/contentIds/";
        return new Request("GET", CORE_API + path + id.least() + "?dereference=true", null, "fetch " + id, where);
    }

    /** The schema in {@code reply}. */
    RegisteredSchema schema(Request request, Reply reply) {
        Answer answer = RegistryJson.parse(reply.body());
        if (reply.status() == 200) {
            return new RegisteredSchema(new Registered(-1, null), reply.body(), List.of());
        }
        if (reply.status() == 404 && answer != null && answer.isUnknownId()) {
            throw Verdicts.refusal(
                    request, reply.status(), answer, "Check that the registry is the one that the producer uses.");
        }
        if (isOtherRegistry.test(reply)) {
            throw Verdicts.refused(
                    request,
                    reply.url() + " is not Apicurio's Confluent API (expected a path like /apis/ccompat/v7)",
                    "Set 'schema.registry.url' to the producer's registry.");
        }
        throw verdicts.unusable(request, reply, answer);
    }
}
