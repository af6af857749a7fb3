// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.avro.LogicalTypes;
import io.millrace.testkit.RandomData;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Our bytes against Avro's own reader and writer, on random schemas and values. */
class RandomRoundTripTest {
    private static final int ROUNDS = Integer.getInteger("millrace.random.rounds", 1500);

    private static final DataOptions EVERYTHING_KEPT =
            DataOptions.DEFAULTS.with(DataOption.ENHANCED_AVRO_SCHEMA_SUPPORT).with(LogicalTypes.EXTENDED);

    private final Random seeds = new Random(1); // the same on every build

    @Test
    void agreesWithAvrosOwnReaderAndWriterOnRandomData() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Long.getLong("millrace.seed", seeds.nextLong());
            checkRoundTrip(seed, DataOptions.DEFAULTS);
            checkRoundTrip(seed, EVERYTHING_KEPT);
        }
    }

    private static void checkRoundTrip(long seed, DataOptions options) {
        RandomData data = new RandomData(seed);
        Schema schema = data.schema();
        Object value = data.present(schema);
        Codec codec = new Codec(options);

        byte[] bytes = codec.write(schema, value);
        SchemaAndValue read = codec.read(bytes);

        assertThat(read.schema()).as("seed %d", seed).isEqualTo(schema);
        assertThat(read.value()).as("seed %d", seed).isEqualTo(value);
        org.apache.avro.Schema avro = Codec.parse(codec.registry.newest());
        if (avro.getType() != org.apache.avro.Schema.Type.BYTES) {
            byte[] payload = Codec.payload(bytes);
            Object datum = Codec.avroDatum(avro, payload);
            assertThat(GenericData.get().validate(avro, datum))
                    .as("seed %d", seed)
                    .isTrue();
            SchemaAndValue fromAvro = codec.read(Codec.framed(1, Codec.avroBytes(avro, datum)));
            assertThat(fromAvro).as("seed %d", seed).isEqualTo(read);
        }
        assertThat(avro.toString()).as("seed %d: text survives parsing", seed).isEqualTo(codec.registry.newest());
        codec.write(read.schema(), read.value());
        assertThat(codec.registry.newest())
                .as("seed %d: no second version", seed)
                .isEqualTo(avro.toString());
    }

    @Test
    void refusesDataCutOffAtAnyByteAndDataWithMoreBehindIt() {
        for (int round = 0; round < ROUNDS / 10; round++) {
            long seed = Long.getLong("millrace.seed", seeds.nextLong());
            checkTruncation(seed);
        }
    }

    private static void checkTruncation(long seed) {
        RandomData data = new RandomData(seed);
        Schema schema = data.schema();
        Codec codec = new Codec();
        byte[] bytes = codec.write(schema, data.present(schema));
        if (Codec.parse(codec.registry.newest()).getType() == org.apache.avro.Schema.Type.BYTES) {
            return; // bytes by themselves have any length
        }

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.read(cut)).as("seed %d", seed).isInstanceOf(DataException.class);
        }
        assertThatThrownBy(() -> codec.read(Arrays.copyOf(bytes, bytes.length + 3)))
                .as("seed %d", seed)
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read data of schema 1: 3 bytes left over (expected 0) at orders value, byte "
                        + bytes.length + ". Check the producer's serializer.");
    }

    @Test
    void survivesFlippedBytes() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Long.getLong("millrace.seed", seeds.nextLong());
            Random random = new Random(seed);
            RandomData data = new RandomData(seed);
            Schema schema = data.schema();
            Codec codec = new Codec();
            byte[] bytes = codec.write(schema, data.present(schema));
            for (int i = 0; i < 20 && bytes.length > 5; i++) {
                byte[] damaged = bytes.clone();
                damaged[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
                try {
                    codec.read(damaged);
                } catch (DataException expected) {
                    assertThat(expected).as("seed %d", seed).hasMessageStartingWith("Cannot read data of schema 1: ");
                }
            }
        }
    }
}
