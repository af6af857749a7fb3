// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.MetadataNames;
import io.millrace.records.PlanCache;
import io.millrace.records.PluginVersion;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** What the predicates on changes of rows share: values are classified once per schema, then asked. */
abstract class ChangePredicate<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {
    static final String METADATA_PREFIX = "metadata.prefix";

    static final String METADATA_NEST = "metadata.nest";

    private @Nullable Readers readers;

    @Override
    public void configure(Map<String, ?> props) {
        AbstractConfig config = new AbstractConfig(config(), props, false);
        configure(config);
        readers = new Readers(new MetadataNames(config.getString(METADATA_PREFIX), config.getString(METADATA_NEST)));
    }

    /** Takes the settings that {@link #config} adds. */
    void configure(AbstractConfig config) {}

    @Override
    public boolean test(R record) {
        Readers configured = readers;
        if (configured == null) {
            throw new ConfigException("Cannot test records: configure() was not called. Configure the predicate.");
        }
        Object value = record.value();
        return value == null ? testTombstone(record) : test(record, value, configured.of(record.valueSchema(), value));
    }

    /** Whether the predicate holds for a record without value. */
    boolean testTombstone(R record) {
        return false;
    }

    /** Whether it holds for this value; {@code change} knows how to read it. */
    abstract boolean test(R record, Object value, ChangeReader change);

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(
                        METADATA_PREFIX,
                        ConfigDef.Type.STRING,
                        "_",
                        Importance.LOW,
                        "What the names of a curated row's metadata columns begin with, as in NormalizeEnvelope's "
                                + "metadata.prefix. Rows of Debezium's ExtractNewRecordState are read with two "
                                + "underscores. Not needed for Debezium's own change events.",
                        "Records",
                        1,
                        Width.SHORT,
                        "Metadata prefix")
                .define(
                        METADATA_NEST,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "The column of a curated row that holds its metadata columns, as in NormalizeEnvelope's "
                                + "metadata.nest. Empty where each is a column of the row.",
                        "Records",
                        2,
                        Width.SHORT,
                        "Column for metadata");
    }

    @Override
    public String version() {
        return PluginVersion.of(ChangePredicate.class);
    }

    @Override
    public void close() {}

    private static final class Readers {
        private final MetadataNames names;
        private final PlanCache<ChangeReader> bySchema;

        Readers(MetadataNames names) {
            this.names = names;
            this.bySchema = new PlanCache<>(schema -> ChangeReader.of(schema, names));
        }

        ChangeReader of(@Nullable Schema schema, Object value) {
            if (schema != null) {
                return bySchema.get(schema);
            }
            return value instanceof Map<?, ?> map ? ChangeReader.of(map, names) : ChangeReader.NONE;
        }
    }
}
