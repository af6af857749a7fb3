// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/**
 * Options of Confluent's converter that this one does not have. Silence would change what is written or read, so each is
 * refused by name, with what to do instead, unless it has the value that changes nothing.
 */
public final class RefusedOptions {
    /** An option, the one value it may have ({@code ""} for none), and what to do instead. */
    private record Refused(String name, String neutral, String remedy) {}

    private static final String SERDE = "It belongs to the serializers of applications; remove it.";

    private static final List<Refused> REFUSED = List.of(
            new Refused("avro.reflection.allow.null", "false", SERDE),
            new Refused("avro.remove.java.properties", "false", SERDE),
            new Refused("avro.use.logical.type.converters", "false", SERDE),
            new Refused("propagate.schema.tags", "false", "Remove it."),
            new Refused("schema.format", "", "Remove it."),
            new Refused("schema.reflection", "false", SERDE),
            new Refused("specific.avro.key.type", "", SERDE),
            new Refused("specific.avro.reader", "false", SERDE),
            new Refused("specific.avro.value.type", "", SERDE),
            new Refused(
                    "context.name.strategy",
                    "io.confluent.kafka.serializers.context.NullContextNameStrategy",
                    "Put the context in 'schema.registry.url'; remove it."));

    /** Families of options, by prefix. */
    private static final String RULES = "Data contract rules are not run; remove it, and the rules from the schemas.";

    private static final Map<String, String> REFUSED_PREFIXES = Map.of("rule.", RULES, "validation.rules.", RULES);

    private RefusedOptions() {}

    /** Adds them to {@code def}, out of sight of the reference, so that validation by the worker refuses them too. */
    static void define(ConfigDef def) {
        for (Refused refused : REFUSED) {
            def.defineInternal(
                    refused.name,
                    ConfigDef.Type.STRING,
                    refused.neutral,
                    (name, value) -> check(refused, value),
                    Importance.LOW,
                    "Not supported. " + refused.remedy);
        }
    }

    private static void check(Refused refused, Object value) {
        if (value != null && !refused.neutral.equals(value)) {
            throw new ConfigException(refused.name, value, "not supported by AvroConverter. " + refused.remedy);
        }
    }

    /** The families, which a {@link ConfigDef} cannot hold. */
    public static void refuseFamilies(Map<String, ?> props) {
        for (Map.Entry<String, String> family : REFUSED_PREFIXES.entrySet()) {
            for (String key : props.keySet()) {
                if (key.startsWith(family.getKey())) { // the value may be a secret
                    throw new ConfigException(
                            "Configuration " + key + " is not supported by AvroConverter. " + family.getValue());
                }
            }
        }
    }
}
