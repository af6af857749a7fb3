// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The port of everything that listens on 127.0.0.1, decided before anything starts. */
record Ports(Map<Port, Integer> numbers) {
    Ports {
        numbers = Map.copyOf(numbers);
        if (numbers.values().stream().distinct().count() < numbers.size()) {
            throw new Problem("Two servers were given the same port: check the --port options.");
        }
    }

    /** The usual port of each that is needed, or the one chosen for it; a taken one is a {@link Problem}. */
    static Ports fixed(Set<Port> needed, Map<Port, Integer> chosen) {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : needed) {
            numbers.put(port, chosen.getOrDefault(port, port.usual()));
        }
        Ports ports = new Ports(numbers);
        ports.numbers.forEach(Ports::requireFree);
        return ports;
    }

    /** A free port for each, or the one chosen for it. */
    static Ports free(Map<Port, Integer> chosen) {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        chosen.forEach(Ports::requireFree);
        for (Port port : Port.values()) {
            Integer number = chosen.get(port);
            numbers.put(port, number != null ? number : io.millrace.testkit.servers.Ports.free());
        }
        return new Ports(numbers);
    }

    int of(Port port) {
        return numbers.getOrDefault(port, port.usual());
    }

    private static void requireFree(Port port, int number) {
        if (number < 1 || number > 65535) {
            throw new Problem("Port " + number + " for " + port.label() + " is not a port number: choose 1 to 65535.");
        }
        if (!io.millrace.testkit.servers.Ports.isFree(number)) {
            throw new Problem("Port " + number + ", wanted for " + port.label() + ", is taken: stop what listens there,"
                    + " choose another with --port " + port.label()
                    + "=NUMBER, or let --free-ports choose for all.");
        }
    }
}
