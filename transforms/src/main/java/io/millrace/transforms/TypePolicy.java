// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import org.apache.kafka.common.config.AbstractConfig;

/** Which types columns get. */
final class TypePolicy {
    static TypePolicy of(AbstractConfig config) {
        return new TypePolicy();
    }
}
