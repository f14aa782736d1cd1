import fc from 'fast-check';
import { expect } from 'chai';
import { parseProperties } from '@password-decrypter/config-files';

import { canary, refusal } from './support.js';

const document = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?>
<confluence-configuration>
  <setupStep>complete</setupStep>
  <properties>
    ${inner}
  </properties>
</confluence-configuration>
`;
const parse = (inner: string) => parseProperties(document(inner), 'atlassian-xml');

describe('confluence.cfg.xml', () => {
  it('gives each property as Atlassian writes it', () => {
    const coordinates =
      '{"region":"ap-southeast-2","secretId":"mySecretId", "secretPointer": "/password"}';
    const properties = parse(`
      <property name="jdbc.password.decrypter.classname">com.atlassian.secrets.store.aws.AwsSecretsManagerStore</property>
      <property name="hibernate.connection.password">${coordinates}</property>
      <property name="hibernate.c3p0.max_size">060</property>
      <property name="empty"/>`);
    expect(properties).to.deep.equal({
      'jdbc.password.decrypter.classname': 'com.atlassian.secrets.store.aws.AwsSecretsManagerStore',
      'hibernate.connection.password': coordinates,
      'hibernate.c3p0.max_size': '060',
      empty: '',
    });
  });

  it('understands references and CDATA, and leaves blanks and numbers as they are', () => {
    const properties = parse(`
      <property name="a"> &quot;&lt;&#65;&#x42;&amp;amp; </property>
      <property name="b"><![CDATA[<&amp;>]]>&gt;</property>
      <property name="c">1e5<!-- not this --></property>
      <property name="d&amp;e">x</property>`);
    expect(properties).to.deep.equal({ a: ' "<AB&amp; ', b: '<&amp;>>', c: '1e5', 'd&e': 'x' });
  });

  it('whatever a password is, it comes back', () => {
    const references: Record<string, string> = {
      '&': '&amp;',
      '<': '&lt;',
      '>': '&gt;',
      '"': '&quot;',
    };
    const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => references[char] ?? char);
    const character = fc.constantFrom(...'aé€😀 &<>"\'{}[]:;\\/=#%]0'.split(/(?:)/u));
    const password = fc.string({ unit: character });
    fc.assert(
      fc.property(password, (text) => {
        expect(parse(`<property name="p">${escaped(text)}</property>`)).to.deep.equal({ p: text });
      }),
    );
  });

  it('a DOCTYPE is refused, wherever it is', () => {
    const evil = `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/${canary}">]>`;
    const error = refusal(`<?xml version="1.0"?>\n${evil}<x>&a;</x>`, 'atlassian-xml');
    expect(error.message).to.equal('app.conf, line 2: a DOCTYPE is not allowed.');
    for (const hiding of ['<?x <!-- ?>', '<!-- x -->\n', '<?a?> <!-- <?b -->']) {
      const hidden = `${hiding}${evil}<x/><!-- -->`;
      expect(refusal(hidden, 'atlassian-xml').message, hiding).to.include('a DOCTYPE');
    }
    expect(refusal(`<x>${evil}</x>`, 'atlassian-xml').message).to.include('not well-formed');
    for (const harmless of [
      '<property name="p"><![CDATA[<!DOCTYPE x>]]></property>',
      '<!--<!DOCTYPE x>-->',
    ]) {
      parse(harmless);
    }
  });

  it('an unknown reference is refused by its line', () => {
    for (const bad of [`&${canary};`, 'a & b', '&', '&#xZZ;']) {
      const error = refusal(document(`\n<property name="p">${bad}</property>`), 'atlassian-xml');
      expect(error.message).to.include('app.conf, line 6: ').and.to.include('"&"');
    }
  });

  it('a number that is no character is refused instead of becoming another password', () => {
    for (const bad of ['&#0;', '&#1;', '&#xD800;', '&#xFFFF;', '&#x110000;', '&#9999999;']) {
      const error = refusal(document(`<property name="p">${bad}</property>`), 'atlassian-xml');
      expect(error.message, bad).to.include('"&"');
    }
    expect(parse('<property name="p">&#150;&#x1F600;</property>')).to.deep.equal({ p: '\u0096😀' });
  });

  it('a password from a file with quoted coordinates is the one with plain ones', () => {
    const quoted =
      '{&quot;region&quot;:&quot;ap-southeast-2&quot;, &quot;secretId&quot;:&quot;mySecretId&quot;}';
    expect(
      parse(`<property name="hibernate.connection.password">${quoted}</property>`),
    ).to.deep.equal({
      'hibernate.connection.password': '{"region":"ap-southeast-2", "secretId":"mySecretId"}',
    });
  });

  it('what is not well-formed is refused by its line', () => {
    for (const bad of [
      `<property name="p">${canary}</propert>`,
      `<property name="p">${canary}`,
      `<property name="p" ${canary}>x</property>`,
    ]) {
      expect(refusal(document(bad), 'atlassian-xml').message).to.match(
        /^app\.conf, line \d+: this/,
      );
    }
    for (const bad of ['', canary, `<a/><b>${canary}</b>`]) {
      expect(refusal(bad, 'atlassian-xml').message).to.include('well-formed');
    }
  });

  it('endless nesting is refused', () => {
    const deep = `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`;
    expect(refusal(deep, 'atlassian-xml').message).to.include('nested too deeply');
  });

  it('a property without a name, with elements, or there twice is refused', () => {
    const told = (inner: string) => refusal(document(inner), 'atlassian-xml').message;
    expect(told(`<property>${canary}</property>`)).to.include('has no name');
    expect(told(`<property name="p"><b>${canary}</b></property>`)).to.include('"p" has elements');
    const twice = `<property name="p">${canary}</property>`;
    expect(told(`${twice}\n<!--\n-->${twice}`)).to.equal(
      'app.conf, line 7: the property "p" is defined twice.',
    );
  });

  it('names of object members are names like others', () => {
    const properties = parse('<property name="__proto__">x</property>');
    expect(Object.entries(properties)).to.deep.equal([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(properties)).to.equal(Object.prototype);
  });
});
