// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.plugins;

/** How plugins are found in a folder: a worker's {@code plugin.discovery}. */
public enum Discovery {
    /** By what {@code META-INF/services} lists: fast, and all that a worker with {@code service_load} sees. */
    SERVICE_LOAD,
    /** By looking at every class too: finds plugins that list nothing, takes seconds. */
    HYBRID_WARN;

    /** As a worker's property has it. */
    String property() {
        return name();
    }
}
