// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

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

/** The settings of {@link AvroConverter}, under Confluent's names. Never logged: URLs may carry a password. */
final class AvroConverterConfig extends AbstractConfig {
    static final ConfigDef DEF = definition();

    AvroConverterConfig(Map<String, ?> props) {
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

    RegistryOptions registry() {
        return new RegistryOptions(this);
    }

    SchemaChoice schemaChoice() {
        return new SchemaOptions(this).choice();
    }

    AvroEncoder.Settings writing(Side side) {
        return new AvroEncoder.Settings(
                SubjectNames.from(this, side),
                schemaChoice(),
                new SchemaOptions(this).newestKept(),
                IdOptions.writeTo(this, side),
                data());
    }

    AvroDecoder.Settings reading(Side side) {
        SchemaOptions schemas = new SchemaOptions(this);
        return new AvroDecoder.Settings(
                SubjectNames.from(this, side),
                IdOptions.readFrom(this, side),
                schemas.readsNewest() ? AvroDecoder.ReadAs.NEWEST : AvroDecoder.ReadAs.WRITTEN,
                schemas.newestKept(),
                IdOptions.trailing(this),
                data());
    }

    DataOptions data() {
        return DataOptions.from(this);
    }
}
