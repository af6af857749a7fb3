// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.converters.internal.fallback.FallbackDef;
import io.millrace.converters.internal.fallback.FallbackOptions;
import io.millrace.converters.internal.fallback.FallbackReader;
import io.millrace.converters.internal.fallback.UndecodableLog;
import io.millrace.records.Side;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of {@link FallbackConverter}. Never logged: those of its converters may hold passwords. */
final class FallbackConverterConfig extends AbstractConfig {
    static final ConfigDef DEF = new FallbackDef();

    FallbackConverterConfig(Map<String, ?> props) {
        super(DEF, props, false);
    }

    FallbackReader reader(Side side, UndecodableLog log) {
        return new FallbackOptions(this).reader(side, log);
    }
}
