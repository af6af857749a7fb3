// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** A source may bring schema objects of its own with every record, equal to those before. */
class NewSchemasTest {
    private static final int RECORDS = 1_000_000;

    /** Forty bytes kept of each of a million would fill it. */
    private static final List<String> SMALL_HEAP = List.of("-Xmx40m", "-XX:+UseSerialGC");

    @Test
    void aMillionEqualSchemasLeaveNothingBehind() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL_HEAP);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Writes.class.getName()));

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("asked the registry 1 times");
    }

    /** Writes {@link #RECORDS} records, each with schemas of its own. */
    static final class Writes {
        public static void main(String[] args) {
            Codec codec = new Codec();
            for (int i = 0; i < RECORDS; i++) {
                Struct row = row(i);
                codec.write(row.schema(), row);
            }
            System.out.println("asked the registry " + codec.registry.requests + " times");
        }
    }

    private static Struct row(int number) {
        Schema part = SchemaBuilder.struct()
                .name("shop.Part")
                .optional()
                .field("city", Schema.STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .name("shop.Order")
                .field("id", Schema.INT64_SCHEMA)
                .field("price", Decimal.schema(2))
                .field("part", part)
                .build();
        return new Struct(schema)
                .put("id", (long) number)
                .put("price", BigDecimal.valueOf(number, 2))
                .put("part", new Struct(part).put("city", "Oslo"));
    }
}
