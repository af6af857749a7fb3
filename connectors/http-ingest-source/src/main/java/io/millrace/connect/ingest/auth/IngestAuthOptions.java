// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import static io.millrace.records.ConfigChecks.between;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Who may send events, and how it proves it: API keys, signatures, handshakes, web pages and rates. */
public final class IngestAuthOptions {
    static final String TYPE = "http.auth.type";
    static final String KEYS = "http.auth.keys";
    static final String KEY_IN = "http.auth.key.in";
    static final String KEY_HEADER = "http.auth.key.header";
    static final String KEY_PARAMETER = "http.auth.key.parameter";
    static final String SIGNATURE_TYPE = "http.signature.type";
    static final String SECRETS = "http.signature.secrets";
    static final String TOLERANCE_MS = "http.signature.tolerance.ms";
    static final String SIGNATURE_HEADER = "http.signature.header";
    static final String TEMPLATE = "http.signature.template";
    static final String ALGORITHM = "http.signature.algorithm";
    static final String ENCODING = "http.signature.encoding";
    static final String PREFIX = "http.signature.prefix";
    static final String TIMESTAMP_HEADER = "http.signature.timestamp.header";
    static final String TIMESTAMP_FORMAT = "http.signature.timestamp.format";
    static final String HANDSHAKES = "http.handshakes";
    static final String WEBHOOK_ORIGINS = "http.webhook.origins";
    static final String WEBSUB_TOPICS = "http.websub.topics";
    static final String CORS_ORIGINS = "http.cors.origins";
    static final String CORS_CREDENTIALS = "http.cors.credentials";
    static final String REQUESTS_PER_SECOND = "http.client.requests.per.second";

    private static final long DAY_MS = 86_400_000L;

    private IngestAuthOptions() {}

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        defineKeys(new OptionGroup(def, "Authentication"));
        OptionGroup signatures = new OptionGroup(def, "Signatures");
        defineSignatures(signatures);
        defineTemplate(signatures);
        defineHandshakes(new OptionGroup(def, "Handshakes"));
        definePages(new OptionGroup(def, "Web pages"));
        defineLimits(new OptionGroup(def, "Client limits"));
    }

    /** What the settings have wrong together, each under the key to correct. What one has wrong alone, its validator says. */
    public static Map<String, String> problems(Map<String, String> props) {
        return new IngestAuthChecks(props).problems();
    }

    private static void defineKeys(OptionGroup group) {
        group.importance(Importance.HIGH)
                .choice(
                        TYPE,
                        AuthType.NONE,
                        "Authentication",
                        "How senders prove who they are: none, or api-key, a key of http.auth.keys. Who shows none is"
                                + " answered 401 before its body is read. Signatures, http.signature.*, can be asked for as"
                                + " well.")
                .secretText(
                        KEYS,
                        IngestAuthValidators.keys(),
                        "API keys",
                        "Who has which key, for http.auth.type=api-key: name:sha256, with commas or line ends between. Of"
                                + " a key only its SHA-256 is set here, in hex, as printf %s KEY | sha256sum makes it; keys"
                                + " should be random and long, such as of openssl rand -hex 32. The name has letters,"
                                + " digits, dots, dashes and underscores, and stands for the sender in limits and metrics."
                                + " One name may have several keys, while a new one takes the place of another.")
                .importance(Importance.MEDIUM)
                .list(
                        KEY_IN,
                        "bearer,basic,header",
                        IngestAuthValidators.constants(KeyPlace.class),
                        "API key in",
                        "Where a key is looked for: bearer, in Authorization: Bearer; basic, the user of Authorization:"
                                + " Basic, as Segment's SDKs send it; header, in http.auth.key.header; query, in the"
                                + " parameter http.auth.key.parameter, for navigator.sendBeacon, which sends no headers,"
                                + " but whoever logs addresses logs the key; body, where a body has a place for it, as"
                                + " PostHog's has: bodies are then read before it is known whose they are.")
                .text(
                        KEY_HEADER,
                        "X-API-Key",
                        IngestAuthValidators.headerName("X-API-Key"),
                        "API key header",
                        "The header that has the key, for http.auth.key.in=header.")
                .text(
                        KEY_PARAMETER,
                        "key",
                        IngestAuthValidators.parameter("key"),
                        "API key parameter",
                        "The parameter of the query that has the key, for http.auth.key.in=query.");
    }

    private static void defineSignatures(OptionGroup group) {
        group.importance(Importance.HIGH)
                .choice(
                        SIGNATURE_TYPE,
                        SignatureType.NONE,
                        "Signature",
                        "How requests have to be signed: none; as github, stripe, slack or shopify sign their webhooks;"
                                + " standard-webhooks, by that specification, as Svix does; template, as the settings below"
                                + " say. The signature is checked over the body as it came, before it is decompressed and"
                                + " read. A request without a right one is answered 401.")
                .secretText(
                        SECRETS,
                        IngestAuthValidators.secrets(),
                        "Signing secrets",
                        "The secrets that requests may be signed with, with commas or line ends between; any of them will"
                                + " do, so that a new one can be added before the old one is removed. For"
                                + " standard-webhooks: whsec_ and base64, or whpk_ and the base64 of a public key of"
                                + " Ed25519, with which nobody can sign who reads it here.")
                .importance(Importance.MEDIUM)
                .number(
                        TOLERANCE_MS,
                        300_000L,
                        between(1_000, DAY_MS, 300_000),
                        "Signature age",
                        "How long ago, in milliseconds, a request may have been signed, and how far ahead its clock may be."
                                + " Shorter leaves less time to send an overheard request again; longer bears with wrong"
                                + " clocks. github and shopify sign no time, so that their requests never grow old.");
    }

    private static void defineTemplate(OptionGroup group) {
        group.text(
                        SIGNATURE_HEADER,
                        "",
                        IngestAuthValidators.headerNameOrNone(),
                        "Signature header",
                        "The header that has the signature, for http.signature.type=template, such as X-Signature.")
                .text(
                        TEMPLATE,
                        "${body}",
                        IngestAuthValidators.template(),
                        "Signed text",
                        "What is signed: ${body}, as it came, ${timestamp}, as the header says it, ${method}, ${path},"
                                + " decoded, ${query}, as it came, and headers such as ${header.X-Id}, in text of your own,"
                                + " for example ${timestamp}:${body}. It has to have the body, and the timestamp if there"
                                + " is one.")
                .choice(
                        ALGORITHM,
                        HmacAlgorithm.SHA256,
                        "Hash",
                        "The hash of the HMAC: sha256, sha512, or sha1 for who can do no better.")
                .choice(ENCODING, SignatureEncoding.HEX, "Signature encoding", "How the signature is written.")
                .text(
                        PREFIX,
                        "",
                        IngestAuthValidators.printable(),
                        "Signature prefix",
                        "What comes before the signature in its header, such as sha256=.")
                .text(
                        TIMESTAMP_HEADER,
                        "",
                        IngestAuthValidators.headerNameOrNone(),
                        "Timestamp header",
                        "The header that says when the request was signed. Empty: none, and an overheard request can be"
                                + " sent again at any time.")
                .choice(
                        TIMESTAMP_FORMAT,
                        TimestampFormat.SECONDS,
                        "Timestamp format",
                        "How that time is written: seconds or millis since 1970, or iso, such as 2026-03-01T12:00:00Z.");
    }

    private static void defineHandshakes(OptionGroup group) {
        group.list(
                        HANDSHAKES,
                        "cloudevents",
                        IngestAuthValidators.constants(HandshakeType.class),
                        "Handshakes",
                        "Which senders are answered that ask, before they send events, whether they are welcome."
                                + " slack: url_verification, with a key and signed where events have to be; the others need"
                                + " neither. websub: for http.websub.topics; graph: Microsoft Graph's validationToken; okta: its"
                                + " verification challenge; cloudevents: OPTIONS with WebHook-Request-Origin, for"
                                + " http.webhook.origins, so that without any there is no answer. Challenges have at most"
                                + " 1024 printable characters.")
                .list(
                        WEBHOOK_ORIGINS,
                        "",
                        IngestAuthValidators.hosts(),
                        "Webhook origins",
                        "Who may send by the CloudEvents webhook specification, such as eventgrid.azure.net; * for all."
                                + " They are told http.client.requests.per.second as their rate.")
                .list(
                        WEBSUB_TOPICS,
                        "",
                        IngestAuthValidators.topics(),
                        "WebSub topics",
                        "The topics, by their addresses, that a hub may send for http.handshakes=websub. A hub that asks"
                                + " to end another one's subscription is answered yes, these ones' no.");
    }

    private static void definePages(OptionGroup group) {
        group.list(
                        CORS_ORIGINS,
                        "",
                        IngestAuthValidators.origins(),
                        "Allowed origins",
                        "The web pages that may send events and read the answer, by their origins, such as"
                                + " https://shop.example.com; * for all. Empty: none, which leaves apps and servers, which"
                                + " have no origin, and requests that browsers send without asking.")
                .flag(
                        CORS_CREDENTIALS,
                        "false",
                        "With credentials",
                        "Whether pages may send cookies and the browser's own credentials along, as some SDKs do. Not with"
                                + " * for all origins.");
    }

    private static void defineLimits(OptionGroup group) {
        group.number(
                REQUESTS_PER_SECOND,
                0,
                between(0, 1_000_000, 0),
                "Requests per client",
                "How many requests a second a client may send to a task: an API key's name, or an address where there is"
                        + " no key. So many may come at once. More are answered 429 with Retry-After. 0: no limit.");
    }

    /** The constants that a list of them names. */
    static <E extends Enum<E>> List<E> constants(Class<E> type, AbstractConfig config, String key) {
        List<E> constants = new ArrayList<>();
        for (String text : config.getList(key)) {
            constants.add(ConfigChecks.choice(type, text));
        }
        return constants;
    }
}
