// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.RegistryHttp.Reply;
import io.millrace.converters.internal.registry.RegistryHttp.Request;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** How a registry is reached, as a user configures it; without waiting for one that is out. */
final class Options {
    static final Request FETCH = new Request("GET", "/schemas/ids/7", null, "fetch schema 7", "orders value");

    private Options() {}

    static RegistryOptions of(String url, String... keysAndValues) {
        ConfigDef def = new ConfigDef();
        RegistryOptions.define(def);
        Map<String, String> props = new HashMap<>();
        props.put("schema.registry.url", url);
        props.put("registry.outage.timeout.ms", "0");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            props.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new RegistryOptions(new AbstractConfig(def, props, false));
    }

    static Reply fetch(String url, String... keysAndValues) {
        return of(url, keysAndValues).http().exchange(FETCH);
    }
}
