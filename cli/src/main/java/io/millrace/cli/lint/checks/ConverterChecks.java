// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Part;
import io.millrace.cli.lint.setup.Subject;
import java.util.Set;

/** Whether converters have what they need, and give what the sink needs. */
final class ConverterChecks implements Check {
    private static final Set<String> OF_CONFLUENTS_REGISTRY = Set.of(
            "io.confluent.connect.avro.AvroConverter",
            "io.confluent.connect.protobuf.ProtobufConverter",
            "io.confluent.connect.json.JsonSchemaConverter",
            "io.millrace.converters.AvroConverter");

    private static final String REGISTRY = "schema.registry.url";

    /** Sinks that make columns of schemas, by class. */
    private static final Set<String> NEED_SCHEMAS = Set.of(
            "io.millrace.connect.postgres.PostgresSinkConnector",
            "io.millrace.connect.clickhouse.ClickHouseSinkConnector",
            "io.debezium.connector.jdbc.JdbcSinkConnector",
            "io.confluent.connect.jdbc.JdbcSinkConnector",
            "io.aiven.connect.jdbc.JdbcSinkConnector");

    /** Converters that give no schemas, or none with fields. */
    private static final Set<String> FIELDLESS = Set.of(
            "StringConverter",
            "ByteArrayConverter",
            "IntegerConverter",
            "LongConverter",
            "DoubleConverter",
            "FloatConverter",
            "BooleanConverter");

    @Override
    public void check(Subject subject, Findings findings) {
        subject.converters().forEach(part -> named(subject, part, findings));
        subject.converters().forEach(part -> registry(subject, part, findings));
        schemas(subject, findings);
    }

    private static void named(Subject subject, Part part, Findings findings) {
        if (part.type().isEmpty() && !part.settings().isEmpty()) {
            String key = part.prefix() + part.settings().keySet().iterator().next();
            findings.add(subject.found(
                    Rule.CONVERTER_WITHOUT_CLASS,
                    key,
                    "'" + key + "' has no effect: without '" + part.typeKey()
                            + "' the connector uses the worker's converter, with the worker's settings.",
                    "Set '" + part.typeKey() + "' too."));
        }
    }

    private static void registry(Subject subject, Part part, Findings findings) {
        boolean isNeeded = OF_CONFLUENTS_REGISTRY.contains(part.type());
        if (isNeeded && part.get(REGISTRY, "").isBlank()) {
            findings.add(Rule.NO_REGISTRY.found(
                    subject.at(part.typeKey()),
                    part.prefix() + REGISTRY,
                    "'" + part.typeKey() + "' needs a schema registry, and has no URL of one.",
                    "Set '" + part.prefix() + REGISTRY + "'."));
        }
    }

    private static void schemas(Subject subject, Findings findings) {
        Part values = subject.valueConverter();
        boolean isJsonAlone = values.isA("JsonConverter")
                && values.get("schemas.enable", "true").equals("false");
        boolean isFieldless = FIELDLESS.stream().anyMatch(values::isA);
        boolean takesMaps =
                isJsonAlone && subject.get("schemaless.mode", "refuse").equals("document");
        boolean isTransformed = subject.transforms().stream().anyMatch(ConverterChecks::givesSchemas);
        if (NEED_SCHEMAS.contains(subject.className())
                && (isJsonAlone || isFieldless)
                && !takesMaps
                && !isTransformed) {
            findings.add(subject.found(
                    Rule.SCHEMALESS_SINK,
                    "value.converter",
                    subject.simpleName() + " makes columns of a schema's fields, and "
                            + (isJsonAlone
                                    ? "JsonConverter with schemas.enable=false gives no schemas."
                                    : values.type().substring(values.type().lastIndexOf('.') + 1)
                                            + " gives a single value."),
                    fix(subject)));
        }
    }

    private static boolean givesSchemas(Part transform) {
        return transform.isA("HoistField$Value")
                || transform.type().contains("Schema")
                || transform.type().contains("Json");
    }

    private static String fix(Subject subject) {
        return subject.className().startsWith("io.millrace.")
                ? "Use a converter with schemas, such as io.millrace.converters.AvroConverter or InferringJsonConverter, or"
                        + " 'schemaless.mode'='document' with JsonConverter."
                : "Use a converter with schemas, or set 'value.converter.schemas.enable' to true.";
    }
}
