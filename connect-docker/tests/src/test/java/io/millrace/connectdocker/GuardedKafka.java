// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.awaitility.Awaitility.await;

import io.millrace.connectdocker.AclRule.Request;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.ConnectWorkerBuilder;
import io.millrace.testkit.servers.Jvm;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** A Kafka whose users may do what rules allow them; rules are taken away and given back while it runs. */
final class GuardedKafka implements AutoCloseable {
    private static final String PASSWORD = "scram-password";
    /** As the authorizer logs what it denied. */
    private static final Pattern DENIED =
            Pattern.compile("Principal = User:(\\S+) is Denied operation = (\\w+) from host = \\S+"
                    + " on resource = (\\w+):LITERAL:(\\S+) for request = \\w+");

    private final KafkaServer server;
    private final Admin admin;

    private GuardedKafka(KafkaServer server) {
        this.server = server;
        this.admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
    }

    static GuardedKafka start() {
        return new GuardedKafka(KafkaServer.builder(TestServers.newDirectory("guarded-kafka"))
                .guarded()
                .jvm(Jvm.quickStart("384m"))
                .start());
    }

    /** Where {@link #login} is asked for. */
    String servers() {
        return server.guardedServers();
    }

    void admit(String user, List<AclRule> rules) {
        ScramCredentialInfo mechanism = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        done(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user, mechanism, PASSWORD)))
                .all());
        List<AclBinding> bindings =
                rules.stream().map(rule -> rule.binding(user)).toList();
        done(admin.createAcls(bindings).all());
        bindings.forEach(binding -> await(binding + " counts").until(() -> counts(binding)));
    }

    void withhold(String user, AclRule rule) {
        AclBinding binding = rule.binding(user);
        done(admin.deleteAcls(List.of(binding.toFilter())).all());
        await(rule + " no longer counts").until(() -> !counts(binding));
    }

    void giveBack(String user, AclRule rule) {
        AclBinding binding = rule.binding(user);
        done(admin.createAcls(List.of(binding)).all());
        await(rule + " counts again").until(() -> counts(binding));
    }

    private boolean counts(AclBinding binding) {
        return done(admin.describeAcls(binding.toFilter()).values()).contains(binding);
    }

    void deleteTopic(String topic) {
        done(admin.deleteTopics(List.of(topic)).all());
        await(topic + " is gone").until(() -> !done(admin.listTopics().names()).contains(topic));
    }

    /** How a user's clients enter; as Strimzi has it for {@code scram-sha-512}, but for TLS. */
    static Map<String, String> login(String user) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + PASSWORD + "\";");
    }

    /** A worker that is this user. */
    ConnectWorkerBuilder worker(Path folder, String user) {
        ConnectWorkerBuilder worker = ConnectWorker.builder(folder).bootstrapServers(servers());
        Stream.of("", "producer.", "consumer.", "admin.")
                .forEach(prefix -> login(user).forEach((key, value) -> worker.property(prefix + key, value)));
        return worker;
    }

    /** Where the authorizer's log ends now. */
    long logEnd() {
        return LogFile.end(server.log());
    }

    /** What a user was denied since the log ended there. */
    Set<Request> denied(String user, long logEnd) {
        return LogFile.since(server.log(), logEnd)
                .lines()
                .map(DENIED::matcher)
                .filter(Matcher::find)
                .filter(found -> found.group(1).equals(user))
                .map(found -> new Request(
                        ResourceType.fromString(AclRule.snake(found.group(3))),
                        found.group(4),
                        AclOperation.fromString(found.group(2))))
                .collect(Collectors.toSet());
    }

    private static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
        server.close();
    }
}
