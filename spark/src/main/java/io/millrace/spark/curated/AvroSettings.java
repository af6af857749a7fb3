// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.registry.RegistryClient;
import io.millrace.converters.internal.registry.RegistryOptions;
import io.millrace.converters.internal.registry.SchemaOptions;
import io.millrace.converters.internal.wire.AvroDecoder;
import io.millrace.converters.internal.wire.IdOptions;
import io.millrace.converters.internal.wire.SubjectNames;
import io.millrace.records.Side;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** {@link CuratedSettings}, resolved and checked. Never logged: URLs may carry a password. */
final class AvroSettings extends AbstractConfig {
    private static final ConfigDef DEF = definition();

    AvroSettings(Map<String, String> settings) {
        super(DEF, settings, false);
    }

    private static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        RegistryOptions.define(def);
        SchemaOptions.define(def);
        SubjectNames.define(def);
        IdOptions.define(def);
        DataOptions.define(def);
        return def;
    }

    RegistryClient registry() {
        return new RegistryOptions(this).client();
    }

    DataOptions data() {
        return DataOptions.from(this);
    }

    AvroDecoder.Settings reading(Side side) {
        return new AvroDecoder.Settings(
                SubjectNames.from(this, side),
                IdOptions.readFrom(this, side),
                AvroDecoder.ReadAs.WRITTEN,
                new SchemaOptions(this).newestKept(),
                IdOptions.trailing(this),
                data());
    }
}
