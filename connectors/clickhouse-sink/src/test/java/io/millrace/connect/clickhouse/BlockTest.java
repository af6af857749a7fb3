// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.data.ClickHouseFormat;
import io.millrace.connect.sink.CompactedRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes as the documentation of Native has them: columns, rows, then for each column its name, its type and its values. */
class BlockTest {
    private static final Schema ARRAY = SchemaBuilder.array(Schema.INT32_SCHEMA).build();

    private static String sent(Layout layout, CompactedRows rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Block.of(layout).write(rows, out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static String hex(String text) {
        return HexFormat.of().toHexDigits((byte) text.length())
                + HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void putsMarksOfNullsBeforeTheValues() throws IOException {
        Layout layout = Blocks.layout("shop", "Nullable(Int16)");
        CompactedRows rows =
                Blocks.rows(layout, Schema.OPTIONAL_INT16_SCHEMA, Arrays.asList((short) 1, null, (short) -2));

        assertThat(sent(layout, rows))
                .isEqualTo("0103" + hex("a") + hex("Nullable(Int16)") + "000100" + "0100" + "0000" + "feff");
    }

    @Test
    void hasAnEmptyTextForANull() throws IOException {
        Layout layout = Blocks.layout("shop", "Nullable(String)");
        CompactedRows rows = Blocks.rows(layout, Schema.OPTIONAL_STRING_SCHEMA, Arrays.asList("xy", null, "z"));

        assertThat(sent(layout, rows))
                .isEqualTo("0103" + hex("a") + hex("Nullable(String)") + "000100" + hex("xy") + "00" + hex("z"));
    }

    @Test
    void leavesADictionaryToTheServer() throws IOException {
        Layout layout = Blocks.layout("shop", "LowCardinality(Nullable(String))");
        CompactedRows rows = Blocks.rows(layout, Schema.STRING_SCHEMA, List.of("xy"));

        assertThat(sent(layout, rows)).isEqualTo("0101" + hex("a") + hex("Nullable(String)") + "00" + hex("xy"));
    }

    /** Longer than what is gathered before it is sent, with more bytes in its length than one. */
    @ParameterizedTest
    @ValueSource(ints = {127, 128, 16_384, 65_535, 65_536, 300_000})
    void sendsTextOfAnyLength(int length) throws IOException {
        Layout layout = Blocks.layout("shop", "String");
        String text = "x".repeat(length);
        CompactedRows rows = Blocks.rows(layout, Schema.STRING_SCHEMA, List.of("a", text, "b"));
        HexFormat hex = HexFormat.of();

        assertThat(sent(layout, rows))
                .isEqualTo("0103" + hex("a") + hex("String") + hex("a")
                        + hex.formatHex(Encoded.bytes(Encoded.encoder(Schema.STRING_SCHEMA, "String"), text))
                        + hex("b"));
    }

    /** More than are moved at once. */
    @ParameterizedTest
    @ValueSource(strings = {"Int8", "Int16", "Int32", "Int64", "Int128", "Int256"})
    void putsNumbersOfEveryWidthBehindOneAnother(String type) throws IOException {
        Layout layout = Blocks.layout("shop", type);
        List<Object> values =
                IntStream.range(0, 3_000).<Object>mapToObj(i -> (long) i % 100).toList();
        CompactedRows rows = Blocks.rows(layout, Schema.INT64_SCHEMA, values);

        String numbers = values.stream()
                .map(value -> Encoded.hex(Schema.INT64_SCHEMA, type, value))
                .collect(Collectors.joining());
        assertThat(sent(layout, rows)).isEqualTo("01b817" + hex("a") + hex(type) + numbers);
    }

    @Test
    void sendsRowsWhereAColumnHasAnotherFormInNative() throws IOException {
        Layout layout = Blocks.layout("shop", "Array(Int32)");
        CompactedRows rows = Blocks.rows(layout, ARRAY, List.of(List.of(7)));

        assertThat(Block.of(layout).format(rows)).isEqualTo(ClickHouseFormat.RowBinaryWithNamesAndTypes);
        assertThat(sent(layout, rows)).isEqualTo("01" + hex("a") + hex("Array(Int32)") + "01" + "07000000");
    }

    @Test
    void sendsRowsWhereTheyAreMany() {
        Layout layout = Blocks.layout("shop", "String");
        String mebibyte = "x".repeat(1 << 20);
        CompactedRows few = Blocks.rows(layout, Schema.STRING_SCHEMA, Collections.nCopies(15, mebibyte));
        CompactedRows many = Blocks.rows(layout, Schema.STRING_SCHEMA, Collections.nCopies(17, mebibyte));

        assertThat(Block.of(layout).format(few)).isEqualTo(ClickHouseFormat.Native);
        assertThat(Block.of(layout).format(many)).isEqualTo(ClickHouseFormat.RowBinaryWithNamesAndTypes);
    }
}
