import { expect } from 'chai';
import fc from 'fast-check';
import {
  absentPasswords,
  governedProperties,
  misspeltClassnames,
  type Properties,
} from '@password-decrypter/core';

describe('governed properties', () => {
  it('a classname property governs the property it is named after', () => {
    const governed = governedProperties({ 'a.b': 'v', 'a.b.decrypter.classname': 'D', other: 'x' });
    expect(governed).to.deep.equal([{ property: 'a.b', classname: 'D', value: 'v' }]);
  });

  it('the classname of jdbc.password governs hibernate.connection.password too', () => {
    const classname = { 'jdbc.password.decrypter.classname': 'D' };
    const properties = (governed: ReturnType<typeof governedProperties>) =>
      governed.map(({ property }) => property);
    expect(
      properties(governedProperties({ ...classname, 'hibernate.connection.password': 'v' })),
    ).to.deep.equal(['hibernate.connection.password']);
    expect(
      properties(
        governedProperties({
          ...classname,
          'hibernate.connection.password': 'v',
          'jdbc.password': 'w',
        }),
      ),
    ).to.deep.equal(['jdbc.password', 'hibernate.connection.password']);
  });

  it('a classname of its own goes before that of jdbc.password, also an empty one', () => {
    const properties = {
      'jdbc.password.decrypter.classname': 'D',
      'hibernate.connection.password': 'v',
    };
    const own = 'hibernate.connection.password.decrypter.classname';
    expect(governedProperties({ ...properties, [own]: 'E' })).to.deep.equal([
      { property: 'hibernate.connection.password', classname: 'E', value: 'v' },
    ]);
    expect(governedProperties({ ...properties, [own]: '' })).to.deep.equal([]);
  });

  it('without a classname nothing is governed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (properties) => {
        const plain = Object.fromEntries(
          Object.entries(properties).filter(([name]) => !name.endsWith('.decrypter.classname')),
        );
        expect(governedProperties(plain)).to.deep.equal([]);
      }),
    );
  });

  it('a classname whose password is nowhere is told apart', () => {
    expect(absentPasswords({ 'db.password.decrypter.classname': 'D' })).to.deep.equal([
      'db.password',
    ]);
    expect(
      absentPasswords({
        'jdbc.password.decrypter.classname': 'D',
        'hibernate.connection.password': 'v',
      }),
    ).to.deep.equal([]);
  });

  it('what is nearly a classname property is told, where it stands beside its password', () => {
    const misspelt = (properties: Properties) => misspeltClassnames(properties);
    for (const name of ['p.decrypter.clasname', 'p.decryptor.classname', 'p.decrypter.className']) {
      const meant = 'p.decrypter.classname';
      expect(misspelt({ p: 'x', [name]: 'D' }), name).to.deep.equal([
        { property: name, password: 'p', meant },
      ]);
      expect(misspelt({ 'p.region': 'x', [name]: 'D' }), name).to.have.lengthOf(1);
      expect(misspelt({ [name]: 'D' }), name).to.deep.equal([]);
    }
    expect(misspelt({ p: 'x', 'p.decrypter': 'D' })).to.have.lengthOf(1);
    expect(misspelt({ p: 'x', 'p.decrypter.classname': 'D' })).to.deep.equal([]);
    for (const fine of [
      { 'app.name': 'x', 'app.decrypter': 'x' },
      { p: 'x', 'p.decrypter.classname': 'D', 'p.decrypter': 'x' },
      { p: 'x', 'p.encrypter.classname': 'D' },
      { 'x.decrypter': 'secret', x: 'x', 'x.decrypter.decrypter.classname': 'D' },
    ]) {
      expect(misspelt(fine), JSON.stringify(fine)).to.deep.equal([]);
    }
    expect(misspelt({ 'jdbc.url': 'x', 'jdbc.driver.classname': 'D' })).to.deep.equal([]);
  });

  it('a value that is not a string is refused by the name of its property', () => {
    const properties = { p: 12, 'p.decrypter.classname': 'D' } as unknown as Record<string, string>;
    expect(() => governedProperties(properties)).to.throw('p: the value is not a string');
  });
});
