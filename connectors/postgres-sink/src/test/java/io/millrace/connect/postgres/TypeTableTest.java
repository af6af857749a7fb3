// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.records.SemanticType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page of types says what the code does. {@code -Dmillrace.docs.update=true} writes its tables anew. */
class TypeTableTest {
    private static final Path PAGE = Path.of("../../docs/connectors/postgres-types.md");
    private static final String BEGIN = "<!-- generated -->\n";
    private static final String END = "<!-- end -->\n";
    private static final Extensions ALL =
            new Extensions(Stream.of("geometry", "geography", "vector", "halfvec", "sparsevec", "ltree", "hstore")
                    .collect(Collectors.toMap(name -> name, name -> name)));

    private static final Set<String> TEXTS = Set.of("`text`", "`varchar`", "`char`", "`name`", "`citext`");
    private static final List<PgType> COLUMNS = columns();

    private static List<PgType> columns() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String same : List.of(
                "smallint int2",
                "integer int4",
                "bigint int8",
                "real float4",
                "double_precision float8",
                "numeric numeric",
                "money money",
                "boolean bool",
                "text text",
                "varchar varchar",
                "char bpchar",
                "\"char\" char",
                "name name",
                "citext citext",
                "an_enum enum",
                "bytea bytea",
                "uuid uuid",
                "date date",
                "time time",
                "timetz timetz",
                "timestamp timestamp",
                "timestamptz timestamptz",
                "interval interval",
                "json json",
                "jsonb jsonb",
                "hstore hstore",
                "bit bit",
                "varbit varbit",
                "inet inet",
                "cidr cidr",
                "macaddr macaddr",
                "macaddr8 macaddr8",
                "oid oid",
                "point point",
                "circle circle",
                "line line",
                "geometry geometry",
                "geography geography",
                "vector vector",
                "halfvec halfvec",
                "sparsevec sparsevec",
                "xml xml",
                "ltree ltree",
                "tsvector tsvector",
                "ranges int4range")) {
            String[] parts = same.split(" ");
            names.put(parts[0].replace('_', ' '), parts[1]);
        }
        List<PgType> columns = new ArrayList<>();
        names.forEach((display, name) -> columns.add(TestTypes.type(name, display)));
        columns.add(TestTypes.array(TestTypes.type("text")));
        return columns;
    }

    @Test
    void pageIsUpToDate() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String expected = page.substring(0, from) + tables() + page.substring(to);
        if (Boolean.getBoolean("millrace.docs.update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE)
                .as("run mvn -pl connectors/postgres-sink test -Dtest=TypeTableTest -Dmillrace.docs.update=true")
                .content()
                .isEqualTo(expected);
    }

    private static String tables() {
        StringBuilder out =
                new StringBuilder("\n| schema | column made | with the extension | also into |\n|---|---|---|---|\n");
        schemas().forEach((name, schema) -> {
            String made = ColumnTypes.of(schema, Extensions.NONE);
            String extended = ColumnTypes.of(schema, ALL);
            out.append("| ").append(name).append(" | `").append(made).append("` | ");
            out.append(extended.equals(made) ? "" : "`" + extended + "`").append(" | ");
            out.append(others(schema, made, extended)).append(" |\n");
        });
        return out.append('\n').toString();
    }

    private static String others(Schema schema, String made, String extended) {
        Set<String> accepted = accepted(schema);
        List<String> shown = new ArrayList<>();
        collapse(accepted, shown, accepted(Schema.STRING_SCHEMA), isPlain(schema) ? "" : "all that string fills");
        collapse(accepted, shown, TEXTS, "texts");
        COLUMNS.stream()
                .filter(column -> same(column, made) || same(column, extended))
                .forEach(column -> accepted.remove(display(column, Encoders.of(schema, column))));
        shown.addAll(accepted);
        return String.join(", ", shown);
    }

    private static boolean isPlain(Schema schema) {
        return schema.name() == null && schema.parameters() == null;
    }

    private static void collapse(Set<String> accepted, List<String> shown, Set<String> group, String name) {
        if (!name.isEmpty() && accepted.containsAll(group)) {
            accepted.removeAll(group);
            shown.add(name);
        }
    }

    private static Set<String> accepted(Schema schema) {
        Set<String> accepted = new LinkedHashSet<>();
        for (PgType column : COLUMNS) {
            Encoding encoding = Encoders.of(schema, column);
            if (encoding != null) {
                accepted.add(display(column, encoding));
            }
        }
        return accepted;
    }

    private static String display(PgType column, @Nullable Encoding encoding) {
        boolean isCast = encoding != null && encoding.stagedAs() != null;
        return "`" + column.display() + "`" + (isCast ? "\u00b9" : "");
    }

    private static boolean same(PgType column, String type) {
        String shortened = type.replace("bit varying", "varbit")
                .replace("timestamp with time zone", "timestamptz")
                .replace("time with time zone", "timetz");
        return column.display().equals(shortened);
    }

    private static Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (Schema.Type type : List.of(
                Schema.Type.BOOLEAN,
                Schema.Type.INT8,
                Schema.Type.INT16,
                Schema.Type.INT32,
                Schema.Type.INT64,
                Schema.Type.FLOAT32,
                Schema.Type.FLOAT64,
                Schema.Type.STRING,
                Schema.Type.BYTES)) {
            schemas.put(type.getName(), SchemaBuilder.type(type).build());
        }
        schemas.put("array of int32", SchemaBuilder.array(Schema.INT32_SCHEMA).build());
        schemas.put("array of string", SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        Schema nested = SchemaBuilder.array(Schema.INT32_SCHEMA).build();
        schemas.put(
                "array of arrays, maps or structs", SchemaBuilder.array(nested).build());
        schemas.put(
                "map of string to string",
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build());
        schemas.put(
                "any other map",
                SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.INT32_SCHEMA).build());
        schemas.put("struct", SchemaBuilder.struct().build());
        for (SemanticType type : SemanticType.values()) {
            if (type != SemanticType.PLAIN) {
                schemas.put("`" + shortName(type) + "`", sample(type));
            }
        }
        schemas.put(
                "`MicroTimestamp`, `zone=UTC`",
                SchemaBuilder.int64()
                        .name(SemanticType.MICRO_TIMESTAMP.schemaName())
                        .parameter(SemanticType.ZONE, SemanticType.UTC)
                        .build());
        for (String source : List.of("INET", "CIDR", "MACADDR", "MACADDR8", "INT4RANGE", "TSTZRANGE")) {
            schemas.put("string that was `" + source + "`\u00b2", propagated(SchemaBuilder.string(), source));
        }
        SchemaBuilder json = SchemaBuilder.string().name(SemanticType.JSON.schemaName());
        schemas.put("`Json` that was `HSTORE`\u00b2", propagated(json, "HSTORE"));
        return schemas;
    }

    private static Schema propagated(SchemaBuilder builder, String source) {
        return builder.parameter("__debezium.source.column.type", source).build();
    }

    private static String shortName(SemanticType type) {
        String name = type.schemaName();
        String last = name.substring(name.lastIndexOf('.') + 1);
        return name.startsWith("io.debezium") ? last : "Connect " + last;
    }

    private static Schema sample(SemanticType type) {
        return switch (type) {
            case CONNECT_DECIMAL -> Decimal.schema(2);
            case CONNECT_DATE, CONNECT_TIME, DATE, TIME, YEAR -> named(type, SchemaBuilder.int32());
            case CONNECT_TIMESTAMP,
                    MICRO_TIME,
                    NANO_TIME,
                    TIMESTAMP,
                    MICRO_TIMESTAMP,
                    NANO_TIMESTAMP,
                    MICRO_DURATION,
                    NANO_DURATION -> named(type, SchemaBuilder.int64());
            case BITS -> named(type, SchemaBuilder.bytes());
            case FLOAT_VECTOR -> named(type, SchemaBuilder.array(Schema.FLOAT32_SCHEMA));
            case DOUBLE_VECTOR -> named(type, SchemaBuilder.array(Schema.FLOAT64_SCHEMA));
            case STRUCTURED_DATE,
                    STRUCTURED_TIME,
                    STRUCTURED_TIMESTAMP,
                    STRUCTURED_ZONED_TIME,
                    STRUCTURED_ZONED_TIMESTAMP,
                    STRUCTURED_DURATION,
                    VARIABLE_SCALE_DECIMAL,
                    GEOMETRY,
                    GEOGRAPHY,
                    POINT -> named(type, SchemaBuilder.struct());
            case SPARSE_DOUBLE_VECTOR -> named(type, fields("dimensions", "vector"));
            case CIRCLE -> named(type, fields("center", "radius"));
            case LINE -> named(type, fields("a", "b", "c"));
            case PLAIN -> Schema.STRING_SCHEMA;
            case ZONED_TIMESTAMP,
                    ZONED_TIME,
                    ISO_DATE,
                    ISO_TIME,
                    ISO_TIMESTAMP,
                    INTERVAL,
                    ENUM,
                    ENUM_SET,
                    JSON,
                    XML,
                    UUID,
                    LTREE,
                    TSVECTOR -> named(type, SchemaBuilder.string());
        };
    }

    private static SchemaBuilder fields(String... names) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (String name : names) {
            builder.field(name, SchemaBuilder.struct().build());
        }
        return builder;
    }

    private static Schema named(SemanticType type, SchemaBuilder builder) {
        return builder.name(type.schemaName()).build();
    }
}
