// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Phones, tablets and computers and what their users do: everything in an event but its times is a function of the
 * seed and the event's number.
 */
final class Fleet {
    private static final List<Model> MODELS = List.of(
            new Model("ios", "iPhone16,2", "iOS 18.5"),
            new Model("ios", "iPhone15,4", "iOS 17.7.2"),
            new Model("android", "Pixel 9", "Android 15"),
            new Model("android", "SM-S921B", "Android 14"),
            new Model("android", "Redmi Note 13", "Android 13"),
            new Model("ios", "iPad14,8", "iPadOS 18.4"),
            new Model("android", "SM-X710", "Android 14"),
            new Model("macos", "Mac15,12", "macOS 15.3"),
            new Model("windows", "Latitude 7450", "Windows 11 24H2"));
    private static final List<String> LOCALES =
            List.of("en-US", "en-GB", "de-DE", "fr-FR", "es-MX", "pt-BR", "ja-JP", "ko-KR", "uk-UA", "hi-IN", "ar-EG");
    private static final List<String> SCREENS =
            List.of("home", "catalogue", "product", "cart", "checkout", "orders", "profile", "Einstellungen", "設定");
    private static final List<String> SEARCHES =
            List.of("rain jacket", "boots \"size 42\"", "Übergröße", "傘", "c:\\temp", "café ☕", "tent 👪", "50% off");
    private static final int SESSION_PAIR = 27;

    private final long seed;
    private final int devices;

    Fleet(long seed, int devices) {
        this.seed = seed;
        this.devices = devices;
    }

    /** Event number {@code n}; times are given because they depend on when it was sent. */
    DeviceEvent event(int n, Schedule.Turn turn, Instant occurredAt, Instant receivedAt) {
        int device = turn.device();
        int step = turn.step();
        long traits = Mix.hash(seed, 100, device);
        long luck = Mix.hash(seed, 200, n);
        Session session = session(device, step);
        String type = type(session, luck);
        boolean background = type.equals("heartbeat") || type.equals("battery");
        Model model = MODELS.get(Mix.below(traits, MODELS.size()));
        return new DeviceEvent(
                eventId(n),
                id("d-", Mix.hash(seed, 101, device)),
                isSignedIn(traits) ? id("u-", Mix.hash(seed, 102, Mix.below(traits >> 9, 1 + devices * 3 / 4))) : null,
                background && (luck & 1) == 0 ? null : id("s-", Mix.hash(seed, 103 + device, session.number())),
                Mix.below(luck >> 3, 500) == 0 ? null : (long) step + 1,
                type,
                occurredAt,
                receivedAt,
                model.platform(),
                appVersion(traits, session.number()),
                Mix.below(traits >> 21, 20) == 0 ? null : LOCALES.get(Mix.below(traits >> 13, LOCALES.size())),
                Mix.below(luck >> 5, 100) == 0 ? null : properties(type, model, traits, luck, occurredAt));
    }

    /** How long after happening an event of this device reaches the API when it is online. */
    Duration networkDelay(int device) {
        return Duration.ofMillis(20 + Mix.below(Mix.hash(seed, 300, device), 380));
    }

    /** How much longer a device that was offline before the feed began has kept its first events: hours, or nothing. */
    Duration longOffline(Schedule.Turn turn) {
        long luck = Mix.hash(seed, 301, turn.device());
        boolean kept = turn.wasOffline() && turn.block() == 0 && (luck & 1) == 0;
        return kept ? Duration.ofMinutes(30 + Mix.below(luck >> 1, 20 * 60)) : Duration.ZERO;
    }

    private static boolean isSignedIn(long traits) {
        return Mix.below(traits >> 5, 100) >= 15;
    }

    private Session session(int device, int step) {
        int pair = step / SESSION_PAIR;
        int within = step % SESSION_PAIR;
        int split = 6 + Mix.below(Mix.hash(seed, 400 + device, pair), 16);
        return within < split
                ? new Session(2 * pair, within, split)
                : new Session(2 * pair + 1, within - split, SESSION_PAIR - split);
    }

    private static String type(Session session, long luck) {
        if (session.position() == 0) {
            return "app_open";
        }
        if (session.position() == session.length() - 1) {
            return "app_close";
        }
        int roll = Mix.below(luck >> 11, 100);
        if (roll < 34) {
            return "screen_view";
        }
        if (roll < 64) {
            return "tap";
        }
        if (roll < 76) {
            return "heartbeat";
        }
        if (roll < 84) {
            return "search";
        }
        if (roll < 91) {
            return "battery";
        }
        return roll < 95 ? "purchase" : roll < 99 ? "push_received" : "crash";
    }

    private static String appVersion(long traits, int sessionNumber) {
        int patch = Mix.below(traits >> 17, 4) + sessionNumber / 16; // people update now and then
        return "4." + (7 + patch / 6) + "." + patch % 6;
    }

    private String properties(String type, Model model, long traits, long luck, Instant occurredAt) {
        StringBuilder json = new StringBuilder(160).append("{\"device_clock\":\"");
        json.append(occurredAt.plus(clockSkew(traits))).append("\",\"model\":");
        EventJson.quote(json, model.name())
                .append(",\"os\":\"")
                .append(model.os())
                .append('"');
        detail(json, type, luck);
        return json.append('}').toString();
    }

    private static Duration clockSkew(long traits) {
        int roll = Mix.below(traits >> 25, 100);
        long amount = Mix.below(traits >> 29, 2_000_001) - 1_000_000L;
        if (roll < 70) {
            return Duration.ofMillis(amount / 500);
        }
        return roll < 95 ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
    }

    private static void detail(StringBuilder json, String type, long luck) {
        int roll = Mix.below(luck >> 15, 100_000);
        switch (type) {
            case "screen_view" -> EventJson.quote(json.append(",\"screen\":"), SCREENS.get(roll % SCREENS.size()));
            case "tap" ->
                json.append(",\"x\":").append(roll % 1179).append(",\"y\":").append(roll % 2556 + 0.5);
            case "search" ->
                EventJson.quote(json.append(",\"query\":"), SEARCHES.get(roll % SEARCHES.size()))
                        .append(",\"results\":")
                        .append(roll % 40);
            case "purchase" -> purchase(json, roll);
            case "battery" ->
                json.append(",\"level\":0.")
                        .append(10 + roll % 90)
                        .append(",\"charging\":")
                        .append(roll % 3 == 0);
            case "crash" ->
                json.append(",\"signal\":\"SIGABRT\",\"stack\":[\"a.b.C.d\",\"a.b.C\\u0024e\\n\"],\"free_bytes\":")
                        .append(9_007_199_254_740_993L + roll);
            case "push_received" ->
                json.append(",\"campaign\":null,\"opened\":").append(roll % 2 == 0);
            default -> {}
        }
    }

    private static void purchase(StringBuilder json, int roll) {
        String amount = String.format(Locale.ROOT, "%d.%02d", 3 + roll % 400, roll % 100);
        json.append(",\"order\":{\"amount\":").append(amount).append(",\"currency\":\"EUR\",\"items\":[");
        for (int i = 0; i <= roll % 3; i++) {
            json.append(i == 0 ? "" : ",").append("{\"sku\":\"sku-").append((roll + i * 7919) % 5000);
            json.append("\",\"quantity\":").append(1 + (roll >> i) % 3).append('}');
        }
        json.append("]}");
    }

    private String eventId(int n) {
        long high = (Mix.hash(seed, 1, n) & ~0xf000L) | 0x4000L; // version 4
        long low = ((long) Mix.scramble(n ^ (int) seed) & 0xffff_ffffL)
                | ((Mix.hash(seed, 2, n) & 0x3fff_ffffL) << 32)
                | (1L << 63); // variant 2
        return new UUID(high, low).toString();
    }

    /** The number of the event that has this id, if any event ever has. */
    Optional<Integer> number(String eventId) {
        UUID id;
        try {
            id = UUID.fromString(eventId);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int n = Mix.unscramble((int) id.getLeastSignificantBits()) ^ (int) seed;
        return n >= 0 && eventId(n).equals(eventId) ? Optional.of(n) : Optional.empty();
    }

    private static String id(String prefix, long hash) {
        String hex = Long.toHexString(hash);
        return prefix + "0".repeat(16 - hex.length()) + hex;
    }

    private record Model(String platform, String name, String os) {}

    private record Session(int number, int position, int length) {}
}
