// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What listens, by the name that {@code --port name=number} takes, and where {@code up} puts it unless told otherwise. */
enum Port {
    LIVE_PAGE("live-page", 8090),
    DEVICE_API("device-api", 18000),
    DEVICE_PUSHES("device-pushes", 18090),
    KAFKA("kafka", 19092),
    CONNECT("connect", 18083),
    REGISTRY("registry", 18081),
    POSTGRES("postgres", 15432),
    MARIADB("mariadb", 13306),
    CLICKHOUSE("clickhouse", 18123);

    private final String label;
    private final int usual;

    Port(String label, int usual) {
        this.label = label;
        this.usual = usual;
    }

    String label() {
        return label;
    }

    int usual() {
        return usual;
    }

    static Port named(String name) {
        for (Port port : values()) {
            if (port.label.equals(name)) {
                return port;
            }
        }
        throw new Problem("Unknown port name '" + name + "': use one of "
                + Arrays.stream(values()).map(Port::label).collect(Collectors.joining(", ")) + ".");
    }
}
