// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every transform keeps to, whatever it does: extend it in the transform's own test.
 *
 * <p>{@link #record()} gives one record that the transform changes; the contract derives the others from it.
 */
public abstract class TransformContract {
    /** The transform under test, configured. A new one for every call. */
    protected abstract <R extends ConnectRecord<R>> Transformation<R> transform();

    /** A record that the transform changes, with a key, a timestamp and a header. Built anew, and equal, for each call. */
    protected abstract SourceRecord record();

    @Test
    protected void passesTombstoneUnchanged() {
        SourceRecord tombstone = withValue(record(), null, null);

        SourceRecord result = this.<SourceRecord>transform().apply(tombstone);

        assertThat(result).isEqualTo(tombstone);
        assertThat(result.valueSchema()).isNull();
        assertThat(result.value()).isNull();
    }

    @Test
    protected void leavesItsInputUntouched() {
        SourceRecord input = record();

        SourceRecord result = this.<SourceRecord>transform().apply(input);

        assertThat(result).as("a record that the transform changes").isNotEqualTo(input);
        assertThat(input).isEqualTo(record());
    }

    @Test
    protected void keepsOffsetTimestampAndHeadersOfASourceRecord() {
        SourceRecord input = record();
        assertThat(input.headers()).as("the example's headers").isNotEmpty();
        assertThat(input.timestamp()).as("the example's timestamp").isNotNull();

        SourceRecord result = this.<SourceRecord>transform().apply(input);

        assertThat(result.sourcePartition()).isEqualTo(input.sourcePartition());
        assertThat(result.sourceOffset()).isEqualTo(input.sourceOffset());
        assertThat(result.timestamp()).isEqualTo(input.timestamp());
        assertThat(result.headers()).containsExactlyElementsOf(input.headers());
    }

    @Test
    protected void keepsOffsetTimestampAndHeadersOfASinkRecord() {
        SinkRecord input = sinkRecord(record());

        SinkRecord result = this.<SinkRecord>transform().apply(input);

        assertThat(result.kafkaOffset()).isEqualTo(42);
        assertThat(result.originalTopic()).isEqualTo(input.topic());
        assertThat(result.timestamp()).isEqualTo(input.timestamp());
        assertThat(result.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
        assertThat(result.headers()).containsExactlyElementsOf(input.headers());
    }

    @Test
    protected void givesTheSameSchemaObjectsForTheSameInput() {
        Transformation<SourceRecord> transform = transform();
        SourceRecord input = record();

        SourceRecord first = transform.apply(input);
        SourceRecord second = transform.apply(input);
        SourceRecord equal = transform.apply(record());

        assertThat(second.valueSchema()).isSameAs(first.valueSchema());
        assertThat(second.keySchema()).isSameAs(first.keySchema());
        assertThat(equal.valueSchema()).as("from an equal schema").isSameAs(first.valueSchema());
    }

    @Test
    protected void givesValuesThatFitTheirSchema() {
        SourceRecord result = this.<SourceRecord>transform().apply(record());

        ConnectSchema.validateValue(result.keySchema(), result.key());
        ConnectSchema.validateValue(result.valueSchema(), result.value());
        if (result.value() instanceof Struct struct) {
            struct.validate();
        }
    }

    @Test
    protected void transformsASchemalessValueOrSaysWhyNot() {
        SourceRecord schemaless = withValue(record(), null, Map.of("id", 1L));

        Throwable thrown = catchThrowable(() -> this.<SourceRecord>transform().apply(schemaless));

        if (thrown != null) {
            assertThat(thrown).isExactlyInstanceOf(DataException.class).hasMessageStartingWith("Cannot ");
        }
    }

    @Test
    protected void documentsItsConfig() {
        ConfigDef config = transform().config();

        assertThat(config.configKeys()).allSatisfy((name, key) -> {
            assertThat(name).matches("[a-z0-9]+(\\.[a-z0-9]+)*");
            assertThat(key.documentation).as(name).hasSizeGreaterThan(20).endsWith(".");
            assertThat(key.group).as(name).isNotBlank();
            assertThat(key.displayName).as(name).isNotBlank();
            assertThat(key.width).as(name).isNotEqualTo(ConfigDef.Width.NONE);
            assertThat(key.orderInGroup).as(name).isPositive();
        });
        List<ConfigKey> keys = List.copyOf(config.configKeys().values());
        assertThat(keys).extracting(key -> key.group + " " + key.orderInGroup).doesNotHaveDuplicates();
    }

    @Test
    protected void saysItsVersion() {
        assertThat(transform()).isInstanceOf(Versioned.class);
        assertThat(((Versioned) transform()).version()).isNotBlank();
    }

    @Test
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    protected void isListedAsAService() {
        // Asked one by one: others on the class path may lack what they need to be loaded.
        assertThat(ServiceLoader.load(Transformation.class).stream()
                        .anyMatch(each -> each.type() == transform().getClass()))
                .isTrue();
    }

    private static SourceRecord withValue(SourceRecord from, @Nullable Schema schema, @Nullable Object value) {
        return from.newRecord(
                from.topic(),
                from.kafkaPartition(),
                from.keySchema(),
                from.key(),
                schema,
                value,
                from.timestamp(),
                from.headers());
    }

    private static SinkRecord sinkRecord(SourceRecord from) {
        return new SinkRecord(
                from.topic(),
                0,
                from.keySchema(),
                from.key(),
                from.valueSchema(),
                from.value(),
                42,
                from.timestamp(),
                TimestampType.CREATE_TIME,
                from.headers());
    }
}
