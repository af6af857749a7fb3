// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.converters.internal.registry.RegistryOptions;
import io.millrace.converters.internal.registry.SchemaChoice;
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
        SchemaChoice.define(def);
        SubjectNames.define(def);
        DataOptions.define(def);
        RefusedOptions.define(def);
        return def;
    }

    RegistryOptions registry() {
        return new RegistryOptions(this);
    }

    SchemaChoice schemaChoice() {
        return SchemaChoice.from(this);
    }

    SubjectNames subjectNames(Side side) {
        return SubjectNames.from(this, side);
    }

    DataOptions data() {
        return DataOptions.from(this);
    }
}
