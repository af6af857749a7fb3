// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import org.apache.kafka.common.config.ConfigDef;

/** The settings of {@link TypePolicy}. */
final class TypeOptions {
    private TypeOptions() {}

    static ConfigDef define(ConfigDef def) {
        return def;
    }
}
