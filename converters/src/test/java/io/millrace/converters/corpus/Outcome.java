// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.converters.internal.wire.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;

/**
 * What the converter makes of a case: the schema text, the data of each value, and what is read back where that is not
 * what was written; or why it refuses the case.
 */
record Outcome(String avro, List<String> payloads, List<String> differences) {
    private static final String REFUSED = "refused: ";

    /** Writes and reads {@code each} and holds the data against Avro's own reader and writer. */
    static Outcome of(Case each, Switches switches) {
        Codec codec = new Codec(switches.options());
        List<String> payloads = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        String text = "";
        try {
            for (Object value : each.values()) {
                byte[] framed = codec.write(each.schema(), value);
                payloads.add(hex(framed));
                text = text.isEmpty() ? codec.newestText() : text; // the newest may be what was written again
                checkWithAvro(text, Codec.payload(framed));
                differences.addAll(compare(each, value, codec, framed));
            }
            return new Outcome(text, payloads, differences.stream().distinct().toList());
        } catch (DataException e) {
            return new Outcome(REFUSED + e.getMessage(), List.of(), List.of());
        }
    }

    boolean isRefused() {
        return avro.startsWith(REFUSED);
    }

    private static List<String> compare(Case each, Object value, Codec codec, byte[] framed) {
        SchemaAndValue read;
        try {
            read = codec.read(framed);
        } catch (DataException e) {
            return List.of("unreadable: " + e.getMessage());
        }
        List<String> differences = new ArrayList<>();
        if (!Rendered.schema(read.schema()).equals(Rendered.schema(each.schema()))) {
            differences.add("read as " + Rendered.schema(read.schema()));
        }
        if (!Rendered.value(read.value()).equals(Rendered.value(value))) {
            differences.add("read as " + Rendered.value(read.value()));
        }
        String text = codec.newestText();
        byte[] again = codec.write(read.schema(), read.value());
        if (!codec.newestText().equals(text)) {
            differences.add("written again as " + codec.newestText());
        }
        if (!Arrays.equals(Codec.payload(again), Codec.payload(framed))) {
            differences.add("written again as " + hex(again));
        }
        return differences;
    }

    private static String hex(byte[] framed) {
        return HexFormat.of().formatHex(Codec.payload(framed));
    }

    private static void checkWithAvro(String text, byte[] payload) {
        Schema avro = Codec.parse(text);
        assertThat(avro.toString()).as("text survives parsing").isEqualTo(text);
        if (avro.getType() == Schema.Type.BYTES) {
            return; // bytes by themselves have no length in front, which is not Avro
        }
        Object datum = Codec.avroDatum(avro, payload);
        assertThat(GenericData.get().validate(avro, datum))
                .as("%s is data of %s", datum, text)
                .isTrue();
        assertThat(Codec.avroBytes(avro, datum))
                .as("what Avro writes of %s", text)
                .isEqualTo(payload);
    }

    /** The lines of a corpus file. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(isRefused() ? avro : "avro " + avro);
        payloads.forEach(payload -> lines.add("data " + payload));
        lines.addAll(differences);
        return lines;
    }
}
