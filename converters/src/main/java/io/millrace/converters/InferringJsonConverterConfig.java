// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.json.internal.JsonDecoder;
import io.millrace.json.internal.JsonEncoder;
import io.millrace.json.internal.JsonOptions;
import io.millrace.records.Side;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** The settings of {@link InferringJsonConverter}. */
final class InferringJsonConverterConfig extends AbstractConfig {
    /** Kafka's JsonConverter has it; what it stands for is refused, so that nobody takes an envelope for a record. */
    static final String SCHEMAS_ENABLE = "schemas.enable";

    static final ConfigDef DEF = definition();

    InferringJsonConverterConfig(Map<String, ?> props) {
        super(DEF, props, false);
    }

    private static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        JsonOptions.define(def);
        return def.defineInternal(
                SCHEMAS_ENABLE,
                ConfigDef.Type.BOOLEAN,
                false,
                InferringJsonConverterConfig::requireDisabled,
                Importance.LOW,
                "Not supported.");
    }

    private static void requireDisabled(String name, Object value) {
        if (Boolean.TRUE.equals(value)) {
            throw new ConfigException(
                    name,
                    value,
                    "not supported by InferringJsonConverter. For JSON that carries its schema, use Kafka's"
                            + " JsonConverter.");
        }
    }

    JsonDecoder decoder(Side side) {
        return new JsonOptions(this).decoder(side);
    }

    JsonEncoder encoder(Side side) {
        return new JsonOptions(this).encoder(side);
    }
}
