// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal;

import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.registry.RegistryOptions;
import io.millrace.converters.internal.registry.SchemaChoice;
import io.millrace.converters.internal.registry.SchemaOptions;
import io.millrace.converters.internal.wire.AvroDecoder;
import io.millrace.converters.internal.wire.AvroEncoder;
import io.millrace.converters.internal.wire.IdOptions;
import io.millrace.converters.internal.wire.SubjectNames;
import io.millrace.records.Side;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of {@code AvroConverter}, under Confluent's names. Never logged: URLs may carry a password. */
public final class AvroConverterConfig extends AbstractConfig {
    public static final ConfigDef DEF = definition();

    public AvroConverterConfig(Map<String, ?> props) {
        super(DEF, props, false);
        RefusedOptions.refuseFamilies(props);
        registry(); // so that what is wrong with it is said when the converter is configured
    }

    private static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        RegistryOptions.define(def);
        SchemaOptions.define(def);
        SubjectNames.define(def);
        IdOptions.define(def);
        DataOptions.define(def);
        RefusedOptions.define(def);
        return def;
    }

    public RegistryOptions registry() {
        return new RegistryOptions(this);
    }

    public SchemaChoice schemaChoice() {
        return new SchemaOptions(this).choice();
    }

    public AvroEncoder.Settings writing(Side side) {
        return new AvroEncoder.Settings(
                SubjectNames.from(this, side),
                schemaChoice(),
                new SchemaOptions(this).newestKept(),
                IdOptions.writeTo(this, side),
                data());
    }

    public AvroDecoder.Settings reading(Side side) {
        SchemaOptions schemas = new SchemaOptions(this);
        return new AvroDecoder.Settings(
                SubjectNames.from(this, side),
                IdOptions.readFrom(this, side),
                schemas.readsNewest() ? AvroDecoder.ReadAs.NEWEST : AvroDecoder.ReadAs.WRITTEN,
                schemas.newestKept(),
                IdOptions.trailing(this),
                data());
    }

    public DataOptions data() {
        return DataOptions.from(this);
    }
}
