// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static io.millrace.records.ConfigChecks.between;

import io.millrace.connect.device.internal.TopicChecks;
import io.millrace.connect.ingest.IngestServer.ClientCertificate;
import io.millrace.connect.ingest.auth.IngestAuthOptions;
import io.millrace.connect.ingest.body.BodyOptions;
import io.millrace.http.internal.Tls;
import io.millrace.http.internal.Tls.TlsSettings;
import io.millrace.http.internal.TlsOptions;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings of {@link HttpIngestSourceConnector}. */
final class HttpIngestConfig extends AbstractConfig {
    static final String TOPIC = "topic";
    static final String TOPICS_ALLOWED = "topics.allowed";
    static final String TOPIC_HEADER = "topic.header";
    static final String BAD_EVENTS = "bad.events";
    static final String BAD_EVENTS_TOPIC = "bad.events.topic";
    static final String UNCONFIRMED_EVENTS = "unconfirmed.events";
    static final String HOST = "http.host";
    static final String PORT = "http.port";
    static final String PORT_TIMEOUT_MS = "http.port.timeout.ms";
    static final String ADVERTISED_HOST = "http.advertised.host";
    static final String ADDRESSES_TOPIC = "http.addresses.topic";
    static final String TLS_PREFIX = "http.ssl.";
    static final TlsOptions TLS = TlsOptions.ofServer(TLS_PREFIX, "sender");
    static final String CLIENT_CERTIFICATE = TLS_PREFIX + "client.certificate";
    static final String THREADS_MAX = "http.threads.max";
    static final String CONNECTIONS_MAX = "http.connections.max";
    static final String HEADER_MAX_BYTES = "http.header.max.bytes";
    static final String IDLE_TIMEOUT_MS = "http.idle.timeout.ms";
    static final String READ_TIMEOUT_MS = "http.read.timeout.ms";
    static final String STOP_TIMEOUT_MS = "http.stop.timeout.ms";
    static final String RETRY_AFTER_MS = "http.retry.after.ms";
    static final String REQUESTS_MAX = "in.flight.max.requests";
    static final String BYTES_MAX = "in.flight.max.bytes";
    static final String ADMISSION_TIMEOUT_MS = "in.flight.timeout.ms";
    static final String COMMIT_TIMEOUT_MS = "commit.timeout.ms";
    static final String COMMIT_MAX_EVENTS = "commit.max.events";
    static final String COMMIT_MAX_BYTES = "commit.max.bytes";
    static final String COMMIT_LINGER_MS = "commit.linger.ms";
    static final String IDS_MAX = "message.ids.max";
    /** Set by the connector for its tasks. */
    static final String TASK = "millrace.task";

    private static final long MB = 1024 * 1024;
    private static final long HOUR_MS = 3_600_000;

    static final ConfigDef DEF = define();

    enum BadEvents implements ConfigChecks.Dashed {
        DROP,
        DEAD_LETTER
    }

    enum Unconfirmed implements ConfigChecks.Dashed {
        DROP,
        RETRY
    }

    /** @throws ConfigException if a value is wrong, or the values together are */
    HttpIngestConfig(Map<String, String> props) {
        super(DEF, props, false);
        HttpIngestChecks.problems(props).values().stream().findFirst().ifPresent(problem -> {
            throw new ConfigException(problem);
        });
    }

    private static ConfigDef define() {
        ConfigDef def = new ConfigDef();
        defineOutput(def);
        defineServer(def);
        IngestAuthOptions.define(def);
        TLS.define(def);
        BodyOptions.define(def);
        definePace(def);
        return def;
    }

    private static void defineOutput(ConfigDef def) {
        new OptionGroup(def, "Output")
                .importance(Importance.HIGH)
                .required(
                        TOPIC,
                        TopicChecks.topic(),
                        "Topic",
                        "The topic that events go to, for example devices.events. With values of the event in it, such as"
                                + " devices.${/type}, each event goes to its own.")
                .importance(Importance.MEDIUM)
                .list(
                        TOPICS_ALLOWED,
                        "",
                        null,
                        "Topics allowed",
                        "Topics that senders may name themselves, as /v1/events/{topic} or /v1/batch/{topic}, or in the"
                                + " header of topic.header. Empty: none.")
                .text(
                        TOPIC_HEADER,
                        "",
                        null,
                        "Topic header",
                        "The header in which senders may name one of topics.allowed. Empty: none.")
                .choice(
                        BAD_EVENTS,
                        BadEvents.DROP,
                        "Bad events",
                        "What becomes of an event that does not fit. Its sender is told drop and the reason in either"
                                + " case. dead-letter: it is also kept in bad.events.topic, with the reason in a header.")
                .text(
                        BAD_EVENTS_TOPIC,
                        "",
                        TopicChecks.topicOrNone(),
                        "Topic of bad events",
                        "Where bad events go, as they were sent, with bad.events=dead-letter.")
                .choice(
                        UNCONFIRMED_EVENTS,
                        Unconfirmed.DROP,
                        "Unconfirmed events",
                        "What the sender is told of an event that the worker dropped: a transform filtered it, or Kafka or"
                                + " a converter refused it and errors.tolerance is all. drop: that it will not be taken."
                                + " retry: to send it again.")
                .number(
                        IDS_MAX,
                        0,
                        between(0, 1_000_000, 0),
                        "Message ids kept",
                        "How many ids of events a task keeps, in its offsets, so that an event that is sent again is not"
                                + " written again, after a restart either. 0: none, and every event is written.");
    }

    private static void defineServer(ConfigDef def) {
        new OptionGroup(def, "Server")
                .importance(Importance.HIGH)
                .text(
                        HOST,
                        "127.0.0.1",
                        null,
                        "Host",
                        "The address that tasks listen on. 0.0.0.0: all of the worker's; set credentials or TLS first.")
                .text(
                        PORT,
                        "8090",
                        HttpIngestChecks.ports(),
                        "Port",
                        "The port, or a range such as 8090-8099, of which each task on a worker takes the first that is"
                                + " free. 0: any.")
                .importance(Importance.MEDIUM)
                .text(
                        ADVERTISED_HOST,
                        "",
                        null,
                        "Advertised host",
                        "The host by which senders reach the worker, for the log and http.addresses.topic. Empty: the"
                                + " worker's own name.")
                .text(
                        ADDRESSES_TOPIC,
                        "",
                        TopicChecks.topicOrNone(),
                        "Topic of addresses",
                        "Where each task says at which URL it listens: one record as it starts, with key"
                                + " connector/task. Best compacted. Empty: nowhere.")
                .choice(
                        CLIENT_CERTIFICATE,
                        ClientCertificate.NONE,
                        "Client certificates",
                        "Whether senders show a certificate that http.ssl.truststore.* trusts: none, requested or"
                                + " required.")
                .number(THREADS_MAX, 32, between(4, 1_000, 32), "Threads", "How many threads serve requests.")
                .number(
                        CONNECTIONS_MAX,
                        20_000,
                        between(1, 1_000_000, 20_000),
                        "Connections",
                        "How many connections may be open. Further ones wait until some close.")
                .number(
                        HEADER_MAX_BYTES,
                        16_384,
                        between(1_024, 1_048_576, 16_384),
                        "Header bytes",
                        "How many bytes a request's line and headers may have together; more is answered with 431.")
                .number(
                        IDLE_TIMEOUT_MS,
                        60_000L,
                        between(1_000, HOUR_MS, 60_000),
                        "Idle time-out",
                        "After how many milliseconds without a byte a connection is closed.")
                .number(
                        READ_TIMEOUT_MS,
                        30_000L,
                        between(100, HOUR_MS, 30_000),
                        "Read time-out",
                        "How long a request may take to come in, in milliseconds; 408 after that.")
                .number(
                        PORT_TIMEOUT_MS,
                        15_000L,
                        between(0, 600_000, 15_000),
                        "Port time-out",
                        "How long a task that starts waits while all its ports are taken, in milliseconds: a task before it"
                                + " may not have ended yet.")
                .number(
                        STOP_TIMEOUT_MS,
                        2_000L,
                        between(0, 60_000, 2_000),
                        "Stop time-out",
                        "How long a task that ends lets its last answers out, in milliseconds. Less than the worker's"
                                + " task.shutdown.graceful.timeout.ms.")
                .number(
                        RETRY_AFTER_MS,
                        1_000L,
                        between(1_000, HOUR_MS, 1_000),
                        "Retry after",
                        "What senders are told to wait before they send again (Retry-After), in milliseconds.");
    }

    private static void definePace(ConfigDef def) {
        new OptionGroup(def, "Pace")
                .number(
                        REQUESTS_MAX,
                        10_000,
                        between(1, 1_000_000, 10_000),
                        "Requests in flight",
                        "How many requests may be under way: read, or waiting for Kafka.")
                .number(
                        BYTES_MAX,
                        64 * MB,
                        between(MB, 4096 * MB, 64 * MB),
                        "Bytes in flight",
                        "How many bytes of requests may be under way. Further ones wait, unread, for"
                                + " in.flight.timeout.ms.")
                .number(
                        ADMISSION_TIMEOUT_MS,
                        1_000L,
                        between(0, 60_000, 1_000),
                        "Admission time-out",
                        "How long a request waits, unread, for room before it is answered with 503, in milliseconds.")
                .number(
                        COMMIT_TIMEOUT_MS,
                        30_000L,
                        between(100, HOUR_MS, 30_000),
                        "Commit time-out",
                        "How long a request waits for Kafka before it is answered with 503, in milliseconds. What is"
                                + " already on its way may still be written.")
                .number(
                        COMMIT_MAX_EVENTS,
                        10_000,
                        between(1, 1_000_000, 10_000),
                        "Events together",
                        "How many events go to Kafka together, in one transaction where the worker has exactly-once"
                                + " support; more if a single request has more.")
                .number(
                        COMMIT_MAX_BYTES,
                        8 * MB,
                        between(1_024, 1024 * MB, 8 * MB),
                        "Bytes together",
                        "How many bytes of requests go to Kafka together; more if a single request has more.")
                .number(
                        COMMIT_LINGER_MS,
                        2L,
                        between(0, 60_000, 2),
                        "Linger",
                        "How long a request waits for others to go to Kafka with, in milliseconds. While Kafka commits,"
                                + " they gather anyway.");
    }

    String topic() {
        return getString(TOPIC);
    }

    /** Empty if bad events are not kept. */
    String badEventsTopic() {
        return getString(BAD_EVENTS_TOPIC);
    }

    String advertisedHost() {
        return getString(ADVERTISED_HOST);
    }

    String addressesTopic() {
        return getString(ADDRESSES_TOPIC);
    }

    String connector() {
        return originalsStrings().getOrDefault("name", "http-ingest");
    }

    String task() {
        return originalsStrings().getOrDefault(TASK, "0");
    }

    int keptIds() {
        return getInt(IDS_MAX);
    }

    Outcome unconfirmed() {
        return ConfigChecks.choice(Unconfirmed.class, getString(UNCONFIRMED_EVENTS)) == Unconfirmed.DROP
                ? Outcome.DROP
                : Outcome.RETRY;
    }

    int maxRequests() {
        return getInt(REQUESTS_MAX);
    }

    long maxBytes() {
        return getLong(BYTES_MAX);
    }

    private Duration time(String key) {
        return Duration.ofMillis(getLong(key));
    }

    Intake.Group group() {
        return new Intake.Group(getInt(COMMIT_MAX_EVENTS), getLong(COMMIT_MAX_BYTES), time(COMMIT_LINGER_MS));
    }

    IngestHandler.Limits limits(long maxBodyBytes) {
        return new IngestHandler.Limits(
                maxBodyBytes,
                time(ADMISSION_TIMEOUT_MS),
                time(READ_TIMEOUT_MS),
                time(COMMIT_TIMEOUT_MS),
                time(RETRY_AFTER_MS));
    }

    private IngestServer.@Nullable Secure secure() {
        Map<String, Object> given = originalsWithPrefix(TLS_PREFIX);
        TlsSettings settings = given.isEmpty() ? null : TLS.from(this);
        return settings == null
                ? null
                : new IngestServer.Secure(
                        Tls.of(settings).context(),
                        ConfigChecks.choice(ClientCertificate.class, getString(CLIENT_CERTIFICATE)));
    }

    /** @throws ConfigException if the settings of TLS cannot be used */
    IngestServer.Options server() {
        Ports ports = Ports.parse(getString(PORT));
        if (ports == null) {
            throw new IllegalStateException("not checked");
        }
        return new IngestServer.Options(
                getString(HOST),
                ports,
                time(PORT_TIMEOUT_MS),
                secure(),
                getInt(THREADS_MAX),
                getInt(CONNECTIONS_MAX),
                getInt(HEADER_MAX_BYTES),
                time(IDLE_TIMEOUT_MS),
                time(READ_TIMEOUT_MS),
                time(STOP_TIMEOUT_MS));
    }
}
