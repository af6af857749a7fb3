// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates, made by the JDK's keytool, in every format of store. */
final class Certificates {
    static final String PASSWORD = "pa55word";

    private static final String PEM_KEY = "PRIVATE KEY";
    private static final String PEM_CERTIFICATE = "CERTIFICATE";

    private final Path dir;

    Certificates(Path dir) {
        this.dir = dir;
    }

    /** A key store (PKCS12) with a new key for {@code san}, {@code ip:127.0.0.1} for example. */
    Path keys(String name, String san) {
        Path store = dir.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + san,
                "-validity",
                "36500",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString());
        return store;
    }

    /** The same key in another format of store. */
    static Path keysAs(String type, Path pkcs12) throws GeneralSecurityException, IOException {
        KeyStore own = load(pkcs12);
        String alias = own.aliases().nextElement();
        KeyStore copy = KeyStore.getInstance(type);
        copy.load(null, null);
        char[] password = PASSWORD.toCharArray();
        copy.setKeyEntry(alias, own.getKey(alias, password), password, own.getCertificateChain(alias));
        return store(copy, Path.of(pkcs12 + "." + type));
    }

    private static Path store(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** A trust store of the certificate in a key store. */
    static Path trust(String type, Path keys) throws GeneralSecurityException, IOException {
        KeyStore trust = KeyStore.getInstance(type);
        trust.load(null, null);
        KeyStore own = load(keys);
        trust.setCertificateEntry("it", own.getCertificate(own.aliases().nextElement()));
        return store(trust, Path.of(keys + ".trust." + type));
    }

    static String certificatePem(Path keys) throws GeneralSecurityException, IOException {
        KeyStore own = load(keys);
        return pem(
                PEM_CERTIFICATE, own.getCertificate(own.aliases().nextElement()).getEncoded());
    }

    static String keyPem(Path keys) throws GeneralSecurityException, IOException {
        KeyStore own = load(keys);
        return pem(
                PEM_KEY,
                own.getKey(own.aliases().nextElement(), PASSWORD.toCharArray()).getEncoded());
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** A server with these keys. */
    static HttpsConfigurator server(Path keys) throws GeneralSecurityException, IOException {
        return new HttpsConfigurator(context(keys, keys));
    }

    /** A server with these keys that lets in the owner of {@code clientKeys} only. */
    static HttpsConfigurator server(Path keys, Path clientKeys) throws GeneralSecurityException, IOException {
        return new HttpsConfigurator(context(keys, clientKeys)) {
            @Override
            public void configure(HttpsParameters params) {
                SSLParameters needed = getSSLContext().getDefaultSSLParameters();
                needed.setNeedClientAuth(true);
                params.setSSLParameters(needed);
            }
        };
    }

    private static SSLContext context(Path keys, Path trusted) throws GeneralSecurityException, IOException {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(load(keys), PASSWORD.toCharArray());
        KeyStore others = KeyStore.getInstance("PKCS12");
        others.load(null, null);
        KeyStore source = load(trusted);
        others.setCertificateEntry("it", source.getCertificate(source.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(others);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-noprompt"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
