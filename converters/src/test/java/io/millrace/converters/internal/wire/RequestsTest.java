// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.registry.NewestSchemas;
import io.millrace.converters.internal.registry.SchemaChoice;
import io.millrace.records.Side;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** How often the registry is asked: once for what is new, never for what is known, good or bad. */
class RequestsTest {
    private static final int RECORDS = 1000;
    private static final NewestSchemas.Keep A_MINUTE = new NewestSchemas.Keep(Duration.ofMinutes(1), 1_000);

    private Codec codec = new Codec();

    private static Schema order() {
        return SchemaBuilder.struct()
                .name("shop.Order")
                .field("id", Schema.INT32_SCHEMA)
                .build();
    }

    private static AvroEncoder.Settings writingNewest() {
        return new AvroEncoder.Settings(
                new SubjectNames(Side.VALUE),
                SchemaChoice.NEWEST,
                A_MINUTE,
                IdOptions.WriteTo.PREFIX,
                DataOptions.DEFAULTS);
    }

    private static AvroDecoder.Settings readingNewest() {
        return new AvroDecoder.Settings(
                new SubjectNames(Side.VALUE),
                IdOptions.ReadFrom.ANYWHERE,
                AvroDecoder.ReadAs.NEWEST,
                A_MINUTE,
                AvroDecoder.Trailing.REFUSED,
                DataOptions.DEFAULTS);
    }

    @Test
    void isOnceForSchemasThatAreEqual() {
        for (int i = 0; i < RECORDS; i++) {
            Schema equal = order();
            codec.read(codec.write(equal, new Struct(equal).put("id", i)));
        }

        assertThat(codec.registry.requests).isEqualTo(2);
    }

    @Test
    void isOncePerTopicHoweverMany() {
        for (int round = 0; round < 2; round++) {
            for (int topic = 0; topic < 10_000; topic++) {
                byte[] bytes = codec.encoder.encode("topic" + topic, null, Schema.STRING_SCHEMA, "hi");
                codec.decoder.decode("topic" + topic, null, bytes);
            }
        }

        assertThat(codec.registry.requests).isEqualTo(10_001);
    }

    @Test
    void isAgainOnlyWhereMoreTopicsThanAreKeptHaveComeBy() {
        for (int topic = 0; topic < 60_000; topic++) {
            codec.encoder.encode("topic" + topic, null, Schema.STRING_SCHEMA, "hi");
        }
        int first = codec.registry.requests;
        codec.encoder.encode("topic59999", null, Schema.STRING_SCHEMA, "hi");
        assertThat(codec.registry.requests).as("the last are kept").isEqualTo(first);

        codec.encoder.encode("topic0", null, Schema.STRING_SCHEMA, "hi");
        assertThat(codec.registry.requests).as("the first are not").isEqualTo(first + 1);
    }

    @Test
    void isNeverForASchemaThatCannotBeWritten() {
        Schema invalid = SchemaBuilder.struct()
                .name("a b")
                .field("x", Schema.INT32_SCHEMA)
                .build();

        refusesAll(() -> codec.write(invalid, new Struct(invalid).put("x", 1)));

        assertThat(codec.registry.requests).isZero();
    }

    @Test
    void isOnceForASchemaThatCannotBeRead() {
        int unreadable = codec.registry.add("{no schema");
        int unknown = 99;

        refusesAll(() -> codec.read(Codec.framed(unreadable, new byte[1])));
        refusesAll(() -> codec.read(Codec.framed(unknown, new byte[1])));

        assertThat(codec.registry.requests).isEqualTo(2);
    }

    @Test
    void isOnceForEachOfManyUnknownIds() {
        for (int round = 0; round < 2; round++) {
            AtomicInteger id = new AtomicInteger(1);
            refusesAll(() -> codec.read(Codec.framed(id.getAndIncrement(), new byte[1])));
            id.set(RECORDS + 1);
            refusesAll(() -> codec.read(Codec.framed(id.getAndIncrement(), new byte[1])));
        }

        assertThat(codec.registry.requests).isEqualTo(2 * RECORDS);
    }

    @Test
    void isNeverForDataThatIsNotAvro() {
        refusesAll(() -> codec.read(new byte[] {'{', '}', ' ', ' ', ' ', ' '}));

        assertThat(codec.registry.requests).isZero();
    }

    private static void refusesAll(Runnable use) {
        for (int i = 0; i < RECORDS; i++) {
            assertThatThrownBy(use::run).isInstanceOf(DataException.class);
        }
    }

    @Test
    void isOnceAMinuteForTheNewestSchemaOfASubject() {
        codec = new Codec(writingNewest(), readingNewest());
        codec.registry.add("\"string\"");
        byte[] first = codec.write(Schema.STRING_SCHEMA, "hi");
        for (int i = 0; i < RECORDS; i++) {
            codec.read(codec.write(Schema.STRING_SCHEMA, "hi"));
        }
        assertThat(codec.registry.requests).as("newest, schema by id, newest").isEqualTo(3);

        codec.registry.add("\"bytes\"");
        codec.nanos += Duration.ofSeconds(61).toNanos();

        assertThat(ByteBuffer.wrap(first).getInt(1)).isEqualTo(1);
        assertThat(codec.read(first).schema().type()).isEqualTo(Schema.Type.BYTES);
        assertThat(codec.registry.requests).isEqualTo(4);
    }

    @Test
    void isOnceAMinuteForTheSubjectOfATopic() {
        SubjectNames associated = new SubjectNames(
                Side.VALUE,
                SubjectStrategy.ASSOCIATED,
                new SubjectNames.Associations("-", SubjectStrategy.TOPIC, Duration.ofMinutes(1), 10));
        AvroEncoder.Settings writing = new AvroEncoder.Settings(
                associated,
                SchemaChoice.REGISTERED,
                NewestSchemas.Keep.FOREVER,
                IdOptions.WriteTo.PREFIX,
                DataOptions.DEFAULTS);
        codec = new Codec(writing, readingNewest());
        for (int i = 0; i < RECORDS; i++) {
            codec.write(Schema.STRING_SCHEMA, "hi");
        }
        assertThat(codec.registry.requests).as("association, registration").isEqualTo(2);

        codec.nanos += Duration.ofSeconds(61).toNanos();
        codec.write(Schema.STRING_SCHEMA, "hi");

        assertThat(codec.registry.requests).isEqualTo(4);
    }
}
