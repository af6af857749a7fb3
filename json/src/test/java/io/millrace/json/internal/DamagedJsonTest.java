// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DamagedJsonTest {
    private static final String RECORD = """
            {"id": 12, "price": -1.5e3, "note": "sécret \\u00e9", "to": {"zip": [1, 2, {"x": null}]}, "mixed": [1, "é"]}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '' | 0 bytes (expected JSON) at orders value. Tombstones have no value at all: check the producer.
            ' ' | 1 bytes of white space (expected JSON) at orders value. Check the producer's serializer.
            {"a": {"b": [1, secret]}} | no JSON around byte 23 of 25 at orders value.a.b[]. Check the producer's serializer.
            {"a": 1 | 7 bytes in which the JSON does not end at orders value.a. Check the producer's serializer.
            {"a": NaN} | no JSON around byte 9 of 10 at orders value.a. Check the producer's serializer.
            {"a": 01} | no JSON around byte 7 of 9 at orders value.a. Check the producer's serializer.
            {"a": 1} {} | more after the JSON value, at byte 9 at orders value. Check the producer's serializer.
            {"a": 1, "a": 2} | the same name twice in an object at orders value.a. Correct the producer.
            {"a": {"b": [{"c": 1, "c": null}]}} | the same name twice in an object at orders value.a.b[].c. Correct the producer.
            {"": 1} | a field without a name at orders value. Correct the producer.
            """)
    void saysWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> Json.learning().read(text))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read JSON: " + message);
    }

    @Test
    void saysThatBytesAreNoUtf8() {
        assertThatThrownBy(() -> Json.learning().read(new byte[] {0, 0, 0, 0, 1, 2}))
                .hasMessage("Cannot read JSON: first bytes 0x0000 (expected JSON in UTF-8), as a schema registry's wire"
                        + " format has them at orders value. Check the producer's serializer.");
        assertThatThrownBy(() -> Json.learning().read("{}".getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("first bytes 0xfeff (expected JSON in UTF-8) at");
        assertThatThrownBy(() -> Json.learning().read(new byte[] {'"', (byte) 0xff, '"'}))
                .isInstanceOf(DataException.class);
        Json json = Json.learning();
        json.read("{\"a\": [1, \"x\"]}");
        byte[] broken = "{\"a\": [1, \"xx\"]}".getBytes(StandardCharsets.UTF_8);
        broken[12] = (byte) 0xc3;
        assertThatThrownBy(() -> json.read(broken)).isInstanceOf(DataException.class);
    }

    @Test
    void boundsNestingNumbersAndSize() {
        assertThatThrownBy(() -> Json.learning().read("[".repeat(100_000)))
                .hasMessageStartingWith("Cannot read JSON: more than 500 levels of nesting at orders value[][][]")
                .hasMessageContaining(" levels)[][]")
                .hasMessageEndingWith("[]. Check the producer's serializer.");
        assertThatThrownBy(() -> Json.learning().read("{\"a\": " + "9".repeat(1_001) + "}"))
                .hasMessage("Cannot read JSON: a number of more than 1000 characters at orders value.a."
                        + " Check the producer's serializer.");
        assertThatThrownBy(() -> Json.learning().read("\"" + "x".repeat(1_000_000) + "\""))
                .hasMessage("Cannot read JSON: 1000002 bytes (expected at most 1000000) at orders value. Raise"
                        + " 'max.bytes' if the record is right.");
    }

    @Test
    void neverShowsContent() {
        for (String text : new String[] {"{\"a\": secret}", "{\"a\": \"secret", "\u0001secret", "{\"a\": 1secret}"}) {
            assertThatThrownBy(() -> Json.learning().read(text))
                    .isInstanceOf(DataException.class)
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
    }

    @Test
    void nothingThatIsCutOffIsRead() {
        byte[] whole = RECORD.getBytes(StandardCharsets.UTF_8);
        Json json = Json.learning();
        Object expected = json.read(whole);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Json.learning().read(cut)).isInstanceOf(DataException.class);
            assertThatThrownBy(() -> json.read(cut)).isInstanceOf(DataException.class);
        }
        assertThat(json.read(whole)).as("nothing was learned from it").isEqualTo(expected);
    }

    @Test
    void damagedBytesAreReadOrRefusedAndNothingElse() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        byte[] whole = RECORD.getBytes(StandardCharsets.UTF_8);
        Json json = Json.learning();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int hits = random.nextInt(3); hits >= 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Object value = json.read(damaged).value();
                if (value instanceof Struct struct) {
                    struct.validate();
                }
            } catch (DataException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageStartingWith("Cannot read JSON: ");
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 19_999);
    }
}
