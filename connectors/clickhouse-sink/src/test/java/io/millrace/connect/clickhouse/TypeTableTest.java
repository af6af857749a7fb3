// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.clickhouse.TypeOptions.Documents;
import io.millrace.connect.clickhouse.TypeOptions.Structs;
import io.millrace.connect.clickhouse.TypeOptions.Texts;
import io.millrace.connect.clickhouse.TypeOptions.Times;
import io.millrace.connect.clickhouse.TypeOptions.Zones;
import io.millrace.records.SemanticType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

/** The page of types says what the code does. {@code -Dmillrace.docs.update=true} writes its table anew. */
class TypeTableTest {
    private static final Path PAGE = Path.of("../../docs/connectors/clickhouse-types.md");
    private static final String BEGIN = "<!-- generated -->\n";
    private static final String END = "<!-- end -->\n";
    private static final TypeOptions PLAIN =
            new TypeOptions(Documents.TEXT, Structs.DOCUMENT, Times.TEXT, Texts.PLAIN, Zones.SERVER_IN_UTC);
    private static final TypeOptions RICH =
            new TypeOptions(Documents.JSON, Structs.TUPLE, Times.TIME64, Texts.PLAIN, Zones.SERVER_IN_UTC);
    private static final Map<String, String> COLUMNS = columns();

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String[] column : new String[][] {
            {"Bool", "Bool"},
            {"Int", "Int64"},
            {"UInt", "UInt64"},
            {"Float32", "Float32"},
            {"Float64", "Float64"},
            {"Decimal", "Decimal(10, 2)"},
            {"Enum", "Enum8('a' = 1)"},
            {"UUID", "UUID"},
            {"IPv4", "IPv4"},
            {"IPv6", "IPv6"},
            {"Date", "Date"},
            {"Date32", "Date32"},
            {"DateTime", "DateTime('UTC')"},
            {"DateTime64", "DateTime64(6, 'UTC')"},
            {"Time", "Time"},
            {"Time64", "Time64(6)"},
            {"JSON", "JSON"},
            {"Array", "Array(String)"},
            {"Map", "Map(String, Int32)"},
            {"Tuple", "Tuple(a Int32)"},
            {"Point", "Point"}
        }) {
            columns.put(column[0], column[1]);
        }
        return columns;
    }

    @Test
    void pageSaysWhatTheCodeDoes() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);

        if (Boolean.getBoolean("millrace.docs.update")) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
            return;
        }

        assertThat(page.substring(begin, end)).isEqualTo(table());
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("\n| schema | column made | by option | also into |\n|---|---|---|---|\n");
        Samples.schemas().forEach((name, schema) -> table.append(row(name, schema)));
        return table.append('\n').toString();
    }

    private static String row(String name, Schema schema) {
        String made = ColumnTypes.of(schema, PLAIN);
        String rich = ColumnTypes.of(schema, RICH);
        return "| " + shown(name, schema) + " | `" + made + "` | " + (rich.equals(made) ? "" : '`' + rich + '`') + " | "
                + COLUMNS.entrySet().stream()
                        .filter(column -> isOther(column.getKey(), made, rich))
                        .filter(column -> Encoders.of(schema, ClickHouseType.parse(column.getValue())) != null)
                        .map(column -> '`' + column.getKey() + '`')
                        .collect(Collectors.joining(", "))
                + " |\n";
    }

    private static boolean isOther(String column, String made, String rich) {
        String kind = ClickHouseType.parse(made).name();
        return !kind.equals(column) && !ClickHouseType.parse(rich).name().equals(column);
    }

    private static String shown(String name, Schema schema) {
        if (schema.name() == null) {
            return name;
        }
        SemanticType type = SemanticType.of(schema);
        String simple = schema.name().substring(schema.name().lastIndexOf('.') + 1);
        boolean isConnect = type.name().startsWith("CONNECT_");
        String parameters = name.contains("(") ? " " + name.substring(name.indexOf('(')) : "";
        return '`' + (isConnect ? "Connect " : "") + simple + '`' + parameters;
    }
}
