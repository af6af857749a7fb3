// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.records.Fault;
import io.millrace.records.Side;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** How the subject of a record's schema is named, under the names of Confluent's classes. */
enum SubjectStrategy {
    /** {@code <topic>-key}, {@code <topic>-value}. */
    TOPIC("TopicNameStrategy"),
    /** The full name of the record schema. */
    RECORD("RecordNameStrategy"),
    /** {@code <topic>-<full name of the record schema>}. */
    TOPIC_RECORD("TopicRecordNameStrategy"),
    /** What the registry associates with the topic, or else another strategy's name. */
    ASSOCIATED("AssociatedNameStrategy");

    private final String simpleName;

    SubjectStrategy(String simpleName) {
        this.simpleName = simpleName;
    }

    String simpleName() {
        return simpleName;
    }

    /** The strategy that {@code configured} names, shortly or by Confluent's class. */
    static Optional<SubjectStrategy> named(String configured) {
        String simple = configured.startsWith("io.confluent.kafka.serializers.subject.")
                ? configured.substring(configured.lastIndexOf('.') + 1)
                : configured;
        return Arrays.stream(values())
                .filter(each -> each.simpleName.equals(simple))
                .findFirst();
    }

    /** The subject without the registry's help; throws a {@link Fault} where the schema would have to have a name. */
    String subject(String topic, Side side, Supplier<Schema> schema) {
        return switch (this) {
            case TOPIC -> topic + "-" + side.label();
            case RECORD -> fullName(schema.get());
            case TOPIC_RECORD -> topic + "-" + fullName(schema.get());
            case ASSOCIATED -> throw new IllegalStateException("the registry names these");
        };
    }

    private String fullName(Schema schema) {
        Schema named = schema;
        if (schema.getType() == Schema.Type.UNION) { // an optional struct is [null, record]
            named = schema.getTypes().stream()
                    .filter(each -> each.getType() == Schema.Type.RECORD)
                    .findFirst()
                    .orElse(schema);
        }
        return switch (named.getType()) {
            case RECORD, ENUM, FIXED -> named.getFullName();
            default ->
                throw new Fault(
                        "a schema of type " + named.getType().getName() + " (expected one with a name, which "
                                + simpleName + " takes for the subject)",
                        "Use TopicNameStrategy.");
        };
    }
}
