// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Captures;
import io.millrace.testkit.Captures.Database;
import io.millrace.transforms.NormalizeEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class UnavailableColumnsTest {
    private static final String MARK = "__debezium_unavailable_value";
    private static final String LIST = "_unavailable";
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("photo", Schema.OPTIONAL_BYTES_SCHEMA)
            .build();

    @Test
    void findsThePlaceholderOfCapturedRows() {
        List<Struct> rows = captured(Map.of("unavailable", "keep"));

        assertThat(rows).map(row -> missing(row, MARK, LIST)).containsExactly(null, bits(2), null);
    }

    @Test
    void findsWhatCapturedRowsList() {
        for (String setting : List.of("keep", "null")) {
            List<Struct> rows = captured(Map.of("unavailable", setting, "metadata.columns", "unavailable"));

            assertThat(rows).map(row -> missing(row, MARK, LIST)).containsExactly(null, bits(2), null);
        }
    }

    /** Nothing says that the value is unknown: the null is written. */
    @Test
    void takesAnUnlistedNullForAValue() {
        List<Struct> rows = captured(Map.of("unavailable", "null"));

        assertThat(rows.get(1).get("toast_col")).isNull();
        assertThat(rows).map(row -> missing(row, MARK, LIST)).containsExactly(null, null, null);
    }

    private static List<Struct> captured(Map<String, String> settings) {
        NormalizeEnvelope<SinkRecord> transform = new NormalizeEnvelope<>();
        transform.configure(settings);
        return Captures.sinkRecords(Database.POSTGRES, "toast_default").stream()
                .map(record -> (Struct) transform.apply(record).value())
                .toList();
    }

    @Test
    void findsThePlaceholderInBytes() {
        Struct row = new Struct(ROW).put("id", 1L).put("photo", MARK.getBytes(StandardCharsets.UTF_8));

        assertThat(missing(row, MARK, "")).isEqualTo(bits(2));
    }

    @Test
    void ignoresListedNamesThatAreNoColumns() {
        Schema listing = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        LIST,
                        SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
                .build();

        assertThat(missing(new Struct(listing).put("id", 1L).put(LIST, List.of("gone")), MARK, LIST))
                .isNull();
        assertThat(missing(new Struct(listing).put("id", 1L).put(LIST, List.of()), MARK, LIST))
                .isNull();
        assertThat(missing(new Struct(listing).put("id", 1L).put("note", MARK), MARK, LIST))
                .as("the list is the truth where there is one")
                .isNull();
    }

    @Test
    void hasNothingToLookForWhereNoColumnCanHoldAMark() {
        Schema numbers = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

        assertThat(UnavailableColumns.of(numbers, MARK, LIST)).isNull();
        assertThat(UnavailableColumns.of(ROW, "", LIST)).isNull();
    }

    private static BitSet missing(Struct row, String placeholder, String list) {
        UnavailableColumns columns = UnavailableColumns.of(row.schema(), placeholder, list);
        return columns == null ? null : columns.in(row);
    }

    private static BitSet bits(int index) {
        BitSet bits = new BitSet();
        bits.set(index);
        return bits;
    }
}
