// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.millrace.testkit.FakePluginMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests may go, how many there may be, and what is made of their answers. */
class NetTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    private long nowNanos;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "::1, loopback",
        "10.1.2.3, private",
        "172.31.255.255, private",
        "192.168.0.1, private",
        "100.64.0.1, private",
        "fd00::1, private",
        "169.254.10.1, link-local",
        "fe80::1, link-local",
        "169.254.169.254, metadata",
        "fd00:ec2::254, metadata",
        "100.100.100.200, metadata",
        "224.0.0.1, multicast",
        "0.0.0.0, unspecified",
        "255.255.255.255, reserved",
        "::ffff:127.0.0.1, loopback",
        "64:ff9b::a9fe:a9fe, metadata",
        "2002:7f00:1::, loopback",
        "8.8.8.8, 8.8.0.0/16",
    })
    void deniesAddressesByKindAndRange(String address, String rule) throws Exception {
        InetAddress ip = InetAddress.getByName(address);

        assertThat(AddressRules.of(List.of(rule), List.of()).denial(ip)).isEqualTo(rule);
        assertThat(AddressRules.of(List.of(rule), List.of(rule)).denial(ip)).isNull();
        assertThat(AddressRules.of(List.of(rule), List.of()).denial(InetAddress.getByName("9.9.9.9")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "10.0.0.0/33", "10.0.0/8x", "example.com", ""})
    void refusesWhatIsNoRange(String rule) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRules.of(List.of(rule), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void connectsToNothingThatIsDenied(String host) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(200);
            OkHttpClient.Builder builder = new OkHttpClient.Builder();
            new AddressGuard(AddressRules.of(List.of("loopback"), List.of())).install(builder);
            OkHttpClient client = builder.build();
            Request request = new Request.Builder()
                    .url("http://" + host + ":" + server.getLocalPort() + "/")
                    .build();

            assertThatExceptionOfType(RefusedAddressException.class)
                    .isThrownBy(() -> client.newCall(request).execute().close())
                    .withMessageContaining("(denied as loopback)");
            assertThatThrownBy(server::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void givesAHostSoManyRequestsInAPeriod() {
        HostBudget budget = HostBudget.alone(() -> nowNanos, new HostBudget.Limit(10, Duration.ofSeconds(1)));
        int[] taken = {0};
        for (int ms = 0; ms < 5_000; ms++) {
            nowNanos = Duration.ofMillis(ms).toNanos();
            while (budget.take() == 0) {
                taken[0]++;
            }
        }

        assertThat(taken[0]).isBetween(58, 60); // ten at once, then ten a second
        assertThat(budget.take()).isBetween(1L, Duration.ofMillis(100).toNanos());
    }

    @Test
    void blocksAHostForAsLongAsItAsks() {
        HostBudget budget = HostBudget.alone(() -> nowNanos, new HostBudget.Limit(0, Duration.ofSeconds(1)));
        assertThat(budget.take()).isZero();
        budget.block(Duration.ofSeconds(7));
        budget.block(Duration.ofSeconds(3));
        assertThat(budget.take()).isEqualTo(Duration.ofSeconds(7).toNanos());
        nowNanos = Duration.ofSeconds(7).toNanos();
        assertThat(budget.take()).isZero();
    }

    @Test
    void sharesTheStrictestLimitOfAHost() {
        Object one = new Object();
        Object other = new Object();
        HostBudget first = HostBudget.acquire("http://h:1", one, new HostBudget.Limit(100, Duration.ofDays(1)));
        HostBudget second = HostBudget.acquire("http://h:1", other, new HostBudget.Limit(2, Duration.ofDays(1)));

        assertThat(second).isSameAs(first);
        assertThat(List.of(first.take(), first.take())).containsOnly(0L);
        assertThat(first.take()).isPositive();
        HostBudget.release(one);
        HostBudget.release(other);
        assertThat(HostBudget.acquire("http://h:1", one, new HostBudget.Limit(0, Duration.ofDays(1))))
                .isNotSameAs(first);
        HostBudget.release(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1772366430      | true  | 30",
                "X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1772366430000   | true  | 30",
                "X-RateLimit-Remaining: 0; X-RateLimit-Reset: 45              | true  | 45",
                "X-RateLimit-Remaining: 0; X-RateLimit-Reset-After: 1.5       | true  | 2",
                "X-RateLimit-Remaining: 12; X-RateLimit-Reset: 1772366430     | false | 30",
                "RateLimit-Remaining: 0; RateLimit-Reset: 9                   | true  | 9",
                "RateLimit: limit=100, remaining=0, reset=31                  | true  | 31",
                "RateLimit: \"default\";r=0;t=32                              | true  | 32",
                "X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1               | true  | 1",
            })
    void readsWhatIsLeftAndUntilWhen(String headers, boolean exhausted, long seconds) {
        RateHeaders read = RateHeaders.read(lookup(headers), CLOCK);

        assertThat(read.isExhausted()).isEqualTo(exhausted);
        assertThat(read.reset()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void goesByTheServersClockAndIgnoresNonsense() {
        RateHeaders late = RateHeaders.read(
                lookup("Date: Sun, 01 Mar 2026 13:00:00 GMT; Retry-After: Sun, 01 Mar 2026 13:00:30 GMT"), CLOCK);
        assertThat(late.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(RateHeaders.read(lookup("Retry-After: 315360000"), CLOCK).retryAfter())
                .isEqualTo(Duration.ofDays(3650));
        assertThat(RateHeaders.read(lookup("X-Poll-Interval: 60"), CLOCK).pollInterval())
                .isEqualTo(Duration.ofMinutes(1));
        RateHeaders nonsense = RateHeaders.read(
                lookup("X-RateLimit-Remaining: many; X-RateLimit-Reset: -5; X-Poll-Interval: x; Date: now"), CLOCK);
        assertThat(nonsense).isEqualTo(new RateHeaders(null, RateHeaders.Left.SOME, null, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-RateLimit-Reset: 9                               | 9",
                "X-RateLimit-Reset: 9; X-RateLimit-Remaining: 0     | 9",
                "X-RateLimit-Reset: 9; X-RateLimit-Remaining: 4000  | ",
                "X-RateLimit-Reset: 9; Retry-After: 3               | 3",
                "RateLimit: limit=100, remaining=0, reset=7         | 7",
                "Server: busy                                       | ",
            })
    void makesARefusedRequestWaitForTheResetUnlessThereAreSomeLeft(String headers, Long seconds) {
        assertThat(RateHeaders.read(lookup(headers.trim()), CLOCK).waitOfRefused())
                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    private static RateHeaders.HeaderLookup lookup(String headers) {
        return name -> Arrays.stream(headers.split("; ", -1))
                .filter(each -> each.toLowerCase(java.util.Locale.ROOT)
                        .startsWith(name.toLowerCase(java.util.Locale.ROOT) + ": "))
                .map(each -> each.substring(each.indexOf(": ") + 2))
                .findFirst()
                .orElse(null);
    }

    @Test
    void knowsStatusesAndTheirClasses() {
        StatusClasses statuses = StatusClasses.parse("408, 429,5xx");
        assertThat(List.of(408, 429, 500, 599)).allMatch(statuses::contains);
        assertThat(List.of(200, 407, 428, 600)).noneMatch(statuses::contains);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusClasses.parse("6xx"))
                .withMessage("found 6xx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "raw-deflate", "zstd", "identity"})
    void undoesCompression(String coding) throws IOException {
        byte[] text = "{\"a\":1}".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        byte[] packed = packed(coding, text);
        String named = coding.equals("raw-deflate") ? "deflate" : coding;

        assertThat(decoded(packed, "auto", named).readAllBytes()).isEqualTo(text);
        if (!coding.equals("identity")) {
            assertThat(decoded(packed, named, null).readAllBytes()).isEqualTo(text);
            InputStream cut = decoded(Arrays.copyOf(packed, packed.length / 2), "auto", named);
            assertThatThrownBy(cut::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesUnknownCompressionAndBodiesWithoutEnd() throws IOException {
        assertThatThrownBy(() -> decoded(new byte[] {1}, "auto", "br"))
                .isInstanceOf(IOException.class)
                .hasMessage("found content coding br (expected gzip, deflate or zstd)");
        InputStream bomb = BodyDecoder.decode(
                new ByteArrayInputStream(packed("gzip", new byte[50_000_000])), "auto", "gzip", null, 1_000_000);
        assertThatThrownBy(() -> bomb.transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(BodyTooLargeException.class)
                .hasMessage("more than 1000000 bytes");
    }

    private static InputStream decoded(byte[] body, String setting, String encoding) throws IOException {
        return BodyDecoder.decode(new ByteArrayInputStream(body), setting, encoding, null, 1L << 40);
    }

    private static byte[] packed(String coding, byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (coding) {
            case "gzip" -> new GZIPOutputStream(bytes);
            case "deflate" -> new DeflaterOutputStream(bytes);
            case "raw-deflate" -> new DeflaterOutputStream(bytes, new Deflater(9, true));
            case "zstd" -> new ZstdOutputStream(bytes);
            default -> bytes;
        }) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    @Test
    void tellsWhatItDoesInTheWorkersMetrics() {
        try (FakePluginMetrics metrics = new FakePluginMetrics()) {
            SourceMetrics told = new PluginSourceMetrics(new io.millrace.records.PluginSensors(metrics));
            told.request(200);
            told.request(429);
            told.notModified();
            told.waited(SourceMetrics.Wait.RETRY_AFTER, Duration.ofSeconds(2));
            told.records(5);
            told.badRecord();
            told.dropped();

            Map<String, Object> values = metrics.values();
            assertThat(values).containsEntry("responses-2xx-total", 1.0).containsEntry("responses-4xx-total", 1.0);
            assertThat(values).containsEntry("not-modified-total", 1.0).containsEntry("records-total", 5.0);
            assertThat(values)
                    .containsEntry("wait-retry-after-ms-total", 2000.0)
                    .containsEntry("bad-records-total", 1.0)
                    .containsEntry("records-dropped-total", 1.0);
        }
    }
}
