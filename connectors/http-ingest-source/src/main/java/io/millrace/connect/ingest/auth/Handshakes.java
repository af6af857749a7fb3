// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Answer;
import io.millrace.connect.ingest.request.Inbound;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * Answers senders that ask, before they send events, whether they are welcome. They have no key to show yet, so that
 * {@link #beforeBody} comes before {@link RequestGate#beforeBody}; {@link #withBody} comes after {@link RequestGate#withBody},
 * so that a challenge that has to be signed is. What an answer repeats of a request is short, printable, and never HTML.
 * Thread-safe.
 */
public final class Handshakes {
    private static final String OKTA_CHALLENGE = "X-Okta-Verification-Challenge";
    private static final String WEBHOOK_ORIGIN = "WebHook-Request-Origin";
    private static final String TEXT = "text/plain";
    private static final Map<String, String> NOSNIFF = Map.of("X-Content-Type-Options", "nosniff");
    private static final int MAX_CHALLENGE_LENGTH = 1_024;

    private final List<HandshakeType> types;
    private final Set<String> origins;
    private final Set<String> topics;
    private final String allowedRate;

    private Handshakes(AbstractConfig config) {
        this.types = IngestAuthOptions.constants(HandshakeType.class, config, IngestAuthOptions.HANDSHAKES);
        this.origins = config.getList(IngestAuthOptions.WEBHOOK_ORIGINS).stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.topics = Set.copyOf(new TreeSet<>(config.getList(IngestAuthOptions.WEBSUB_TOPICS)));
        int perSecond = config.getInt(IngestAuthOptions.REQUESTS_PER_SECOND);
        this.allowedRate = perSecond == 0 ? "*" : String.valueOf(60L * perSecond); // a minute
    }

    public static Handshakes of(AbstractConfig config) {
        return new Handshakes(config);
    }

    /** The answer to one that asks with the head of a request; null if it does not, or may not. */
    public @Nullable Answer beforeBody(Inbound head) {
        for (HandshakeType type : types) {
            Answer answer = switch (type) {
                case SLACK -> null;
                case WEBSUB -> webSub(head);
                case GRAPH -> graph(head);
                case OKTA -> okta(head);
                case CLOUDEVENTS -> cloudEvents(head);
            };
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    /** The answer to one that asks with a body, after that was found to be signed as it has to be; null if it does not. */
    public @Nullable Answer withBody(Inbound request) {
        if (!types.contains(HandshakeType.SLACK)
                || !request.method().equals("POST")
                || request.header("Content-Encoding") != null) {
            return null;
        }
        String challenge = SlackChallenge.find(request.body());
        return challenge == null ? null : repeated(challenge);
    }

    /** WebSub, section 5.3: a hub makes sure that a subscription, or its end, is wanted. */
    private @Nullable Answer webSub(Inbound head) {
        String mode = head.method().equals("GET") ? QueryValues.first(head.query(), "hub.mode") : null;
        String topic = mode == null ? null : QueryValues.first(head.query(), "hub.topic");
        if (mode == null || topic == null) {
            return null;
        }
        boolean isWanted = topics.contains(topic);
        if (mode.equals("denied")) { // it tells, and asks for nothing
            return isWanted ? text(200, "") : null;
        }
        if ((mode.equals("subscribe") && isWanted) || (mode.equals("unsubscribe") && !isWanted)) {
            return repeated(QueryValues.first(head.query(), "hub.challenge"));
        }
        return text(404, "Cannot confirm the hub's request: it is not what is wanted of the topic.");
    }

    /** Microsoft Graph, "Receive change notifications through webhooks". */
    private static @Nullable Answer graph(Inbound head) {
        String token = head.method().equals("POST") ? QueryValues.first(head.query(), "validationToken") : null;
        return token == null ? null : repeated(token);
    }

    /** Okta, "Event hooks", one-time verification request. */
    private static @Nullable Answer okta(Inbound head) {
        String challenge = head.method().equals("GET") ? head.header(OKTA_CHALLENGE) : null;
        if (challenge == null) {
            return null;
        }
        if (!isRepeatable(challenge)) {
            return unrepeatable();
        }
        String escaped = challenge.replace("\\", "\\\\").replace("\"", "\\\"");
        return new Answer(200, NOSNIFF, "application/json", "{\"verification\":\"" + escaped + "\"}");
    }

    /** "HTTP 1.1 Web Hooks for Event Delivery" 1.0.2, section 4. A callback that it may ask for is never called. */
    private @Nullable Answer cloudEvents(Inbound head) {
        String origin = head.method().equals("OPTIONS") ? head.header(WEBHOOK_ORIGIN) : null;
        if (origin == null) {
            return null;
        }
        String asked = origin.strip().toLowerCase(Locale.ROOT);
        if (!origins.contains("*") && !origins.contains(asked)) {
            return null;
        }
        String allowed = origins.contains("*") ? "*" : asked;
        return new Answer(
                200,
                Map.of("Allow", "POST", "WebHook-Allowed-Origin", allowed, "WebHook-Allowed-Rate", allowedRate),
                "",
                "");
    }

    private static Answer repeated(@Nullable String challenge) {
        return challenge != null && isRepeatable(challenge) ? text(200, challenge) : unrepeatable();
    }

    private static boolean isRepeatable(String challenge) {
        return !challenge.isEmpty()
                && challenge.length() <= MAX_CHALLENGE_LENGTH
                && challenge.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static Answer unrepeatable() {
        return text(
                400,
                "Cannot answer the handshake: found no challenge of 1 to " + MAX_CHALLENGE_LENGTH
                        + " printable characters. Send one.");
    }

    private static Answer text(int status, String body) {
        return new Answer(status, NOSNIFF, TEXT, body);
    }
}
