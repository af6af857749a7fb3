// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

/** What is chosen, and what a container is asked to be; none is made, so no engine is needed. */
class ServerHostTest {
    private static final Path HOME = Path.of("target/no-server");

    private final ServerHost containers = ServerHost.named("containers");

    @Test
    void choosesProcessesOrContainers() {
        assertThat(ServerHost.named("processes")).isInstanceOf(ProcessHost.class);
        assertThat(containers).isInstanceOf(ContainerHost.class);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> ServerHost.named("/srv/servers"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot choose what servers run on: found '/srv/servers' (expected processes or containers) in"
                                + " -Dmillrace.servers. Correct it; the folder of the servers' programs is"
                                + " -Dmillrace.servers.directory.");
    }

    @Test
    void postgresListensOnItsPortWithTheSettingsThatItIsGiven() {
        GenericContainer<?> postgres = container(containers.postgres(HOME, 15_432, List.of("fsync=off")));

        assertThat(postgres.getPortBindings()).containsExactly("127.0.0.1:15432:15432/tcp");
        assertThat(postgres.getCommandParts())
                .containsExactly("postgres", "-c", "listen_addresses=*", "-c", "port=15432", "-c", "fsync=off");
        assertThat(postgres.getEnvMap())
                .containsAllEntriesOf(
                        Map.of("POSTGRES_USER", "millrace", "POSTGRES_PASSWORD", "millrace", "POSTGRES_DB", "postgres"))
                .hasEntrySatisfying(
                        "POSTGRES_INITDB_ARGS", text -> assertThat(text).contains("--auth=scram-sha-256"));
    }

    @Test
    void mySqlAndMariaDbListenOnTheirPortsWithTheFlagsThatTheyAreGiven() {
        GenericContainer<?> mySql = container(
                containers.mySql(HOME, 15_306, List.of("--mysqlx=OFF")).orElseThrow());
        GenericContainer<?> mariaDb = container(containers.mariaDb(HOME, 15_307, List.of("--skip-ssl")));

        assertThat(mySql.getPortBindings()).containsExactly("127.0.0.1:15306:15306/tcp");
        assertThat(mySql.getCommandParts())
                .containsExactly("mysqld", "--bind-address=0.0.0.0", "--port=15306", "--mysqlx=OFF");
        assertThat(mySql.getEnvMap()).containsEntry("MYSQL_ROOT_PASSWORD", "millrace");
        assertThat(mariaDb.getPortBindings()).containsExactly("127.0.0.1:15307:15307/tcp");
        assertThat(mariaDb.getCommandParts())
                .containsExactly("mariadbd", "--bind-address=0.0.0.0", "--port=15307", "--skip-ssl");
        assertThat(mariaDb.getEnvMap()).containsEntry("MARIADB_ROOT_PASSWORD", "millrace");
    }

    @Test
    void kafkaListensForUsersWithPasswordsToo() {
        KafkaNode node = new KafkaNode(0, HOME, 15_092, 15_093, 15_094);
        Jvm jvm = new Jvm("384m", List.of("-XX:+UseSerialGC", "-Xshare:auto"));
        KafkaCluster cluster = new KafkaCluster(HOME, List.of(node), "cluster-1", jvm);

        GenericContainer<?> kafka = container(containers.kafka(cluster).get(0));

        assertThat(kafka.getPortBindings())
                .containsExactlyInAnyOrder("127.0.0.1:15092:15092/tcp", "127.0.0.1:15094:15094/tcp");
        assertThat(kafka.getEnvMap())
                .isEqualTo(Map.of(
                        "CLUSTER_ID",
                        "cluster-1",
                        "KAFKA_HEAP_OPTS",
                        "-Xmx384m",
                        "KAFKA_JVM_PERFORMANCE_OPTS",
                        "-XX:+UseSerialGC -Xshare:auto"));
    }

    @Test
    void kafkaBindsToTheAddressOfItsHostAndAdvertisesLoopback() {
        KafkaNode node = new KafkaNode(0, HOME, 15_092, 15_093, 15_094);

        Map<String, String> settings = node.settings(List.of(node), "0.0.0.0", Path.of("/data"));

        assertThat(settings)
                .containsEntry(
                        "listeners", "PLAINTEXT://0.0.0.0:15092,CONTROLLER://127.0.0.1:15093,GUARDED://0.0.0.0:15094")
                .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:15092,GUARDED://127.0.0.1:15094")
                .containsEntry("log.dirs", "/data");
    }

    private static GenericContainer<?> container(Instance instance) {
        return ((ServerContainer) instance).container();
    }
}
