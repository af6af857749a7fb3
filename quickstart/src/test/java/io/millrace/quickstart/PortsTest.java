// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void saysWhichPortIsTakenAndWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<Port, Integer> chosen = Map.of(Port.KAFKA, taken.getLocalPort());

            assertThatThrownBy(() -> Ports.free(chosen))
                    .isInstanceOf(Problem.class)
                    .hasMessage(
                            "Port " + taken.getLocalPort() + ", wanted for kafka, is taken: stop what listens there,"
                                    + " choose another with --port kafka=NUMBER, or let --free-ports choose for all.");
        }
    }

    @Test
    void asksNothingOfThePortOfWhatIsNotNeeded() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<Port, Integer> chosen = new EnumMap<>(Map.of(Port.LIVE_PAGE, taken.getLocalPort()));
            chosen.put(Port.KAFKA, io.millrace.testkit.servers.Ports.free());

            assertThat(Ports.fixed(EnumSet.of(Port.KAFKA), chosen).of(Port.KAFKA))
                    .isEqualTo(chosen.get(Port.KAFKA));
            assertThatThrownBy(() -> Ports.fixed(EnumSet.of(Port.KAFKA, Port.LIVE_PAGE), chosen))
                    .isInstanceOf(Problem.class)
                    .hasMessageStartingWith("Port " + taken.getLocalPort() + ", wanted for live-page, is taken: ");
        }
    }

    @Test
    void givesEveryServerItsOwnFreePortButTheChosenOne() {
        int chosen = io.millrace.testkit.servers.Ports.free();

        Ports ports = Ports.free(Map.of(Port.POSTGRES, chosen));

        assertThat(ports.of(Port.POSTGRES)).isEqualTo(chosen);
        assertThat(ports.numbers().values()).doesNotHaveDuplicates().hasSize(Port.values().length);
    }

    @Test
    void refusesOnePortForTwoServers() {
        int chosen = io.millrace.testkit.servers.Ports.free();

        assertThatThrownBy(() -> Ports.free(Map.of(Port.POSTGRES, chosen, Port.KAFKA, chosen)))
                .isInstanceOf(Problem.class)
                .hasMessage("Two servers were given the same port: check the --port options.");
    }

    @Test
    void refusesWhatIsNoPortNumber() {
        assertThatThrownBy(() -> Ports.free(Map.of(Port.CONNECT, 70_000)))
                .isInstanceOf(Problem.class)
                .hasMessage("Port 70000 for connect is not a port number: choose 1 to 65535.");
    }

    @Test
    void refusesUnknownName() {
        assertThatThrownBy(() -> Port.named("mysql"))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "Unknown port name 'mysql': use one of live-page, device-api, device-pushes, kafka, connect,"
                                + " registry, postgres, mariadb, clickhouse.");
    }
}
