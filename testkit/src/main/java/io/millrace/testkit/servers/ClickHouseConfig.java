// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** ClickHouse's two configuration files. The user that may do everything is not among {@code users}. */
record ClickHouseConfig(int httpPort, int tcpPort, OptionalInt zooKeeperPort, List<User> users) {
    /** Where the keys of KeeperMap tables are in ZooKeeper. */
    private static final String KEEPER_MAP_PREFIX = "/millrace";

    ClickHouseConfig {
        users = List.copyOf(users);
    }

    /**
     * One that may do what its grants say, and no more.
     *
     * @param grants such as {@code GRANT SELECT ON shop.*}
     */
    record User(String name, String password, List<String> grants) {
        User {
            grants = List.copyOf(grants);
        }

        private String xml() {
            String may = grants.isEmpty()
                    ? "<query>REVOKE ALL ON *.*</query>"
                    : grants.stream()
                            .map(grant -> "<query>" + escaped(grant) + "</query>")
                            .collect(Collectors.joining());
            return userXml(name, password, "<grants>" + may + "</grants>");
        }
    }

    /** Writes both into {@code home}; gives the first. */
    Path write(Path home) throws IOException {
        Files.writeString(home.resolve("users.xml"), usersXml());
        return Files.writeString(home.resolve("config.xml"), configXml(home));
    }

    private String configXml(Path home) {
        return """
                <clickhouse>
                  <logger>
                    <level>information</level>
                    <log>%2$s/server.log</log>
                    <errorlog>%2$s/errors.log</errorlog>
                  </logger>
                  <path>%2$s/data</path>
                  <user_directories><users_xml><path>%2$s/users.xml</path></users_xml></user_directories>
                  <listen_host>%1$s</listen_host>
                  <http_port>%3$d</http_port>
                  <tcp_port>%4$d</tcp_port>
                  <macros><shard>1</shard><replica>1</replica></macros>
                %5$s</clickhouse>
                """.formatted(ProcessHost.ADDRESS, escaped(home.toString()), httpPort, tcpPort, zooKeeperXml());
    }

    private String zooKeeperXml() {
        if (zooKeeperPort.isEmpty()) {
            return "";
        }
        return "  <zookeeper><node><host>%s</host><port>%d</port></node></zookeeper>%n"
                        .formatted(ProcessHost.ADDRESS, zooKeeperPort.getAsInt())
                + "  <keeper_map_path_prefix>%s</keeper_map_path_prefix>%n".formatted(KEEPER_MAP_PREFIX);
    }

    private String usersXml() {
        String admin = userXml(ClickHouseServer.USER, ClickHouseServer.PASSWORD, "");
        // What is run by SQL at the start is run by a user of this name without a password, from this address.
        String starter = userXml("default", "", "");
        return """
                <clickhouse>
                  <profiles><default/></profiles>
                  <quotas><default/></quotas>
                  <users>
                %s  </users>
                </clickhouse>
                """.formatted(starter + admin + users.stream().map(User::xml).collect(Collectors.joining()));
    }

    private static String userXml(String name, String password, String more) {
        return ("    <%1$s><password>%2$s</password><networks><ip>%3$s</ip></networks><profile>default</profile>"
                        + "<quota>default</quota>%4$s</%1$s>\n")
                .formatted(name, escaped(password), ProcessHost.ADDRESS, more);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
